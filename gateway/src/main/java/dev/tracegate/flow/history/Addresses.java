package dev.tracegate.flow.history;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** IP addresses from the two longs of a {@link dev.tracegate.segment.SourceKey}. */
final class Addresses {
    private Addresses() {}

    /** The address; null for {@code ::}, which represents an unknown address. */
    static @Nullable InetSocketAddress of(long high, long low, int port) {
        if (high == 0 && low == 0) {
            return null;
        }
        var bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port); // converts an IPv4-mapped address to IPv4
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
