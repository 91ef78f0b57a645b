package dev.tracegate.flow.history;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** IP addresses from the two longs of a {@link dev.tracegate.segment.SourceKey}. */
final class Addresses {
    private Addresses() {}

    /** Null for {@code ::}, which is no sender's address and stands for an unknown one. */
    static @Nullable InetSocketAddress of(long high, long low, int port) {
        if (high == 0 && low == 0) {
            return null;
        }
        var bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port); // turns an IPv4-mapped address into IPv4
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
