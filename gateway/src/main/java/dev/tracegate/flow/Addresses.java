package dev.tracegate.flow;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** IP addresses as two longs; IPv4 in the mapped form {@code ::ffff:a.b.c.d}. An IPv6 zone is not kept. */
final class Addresses {
    private static final int V4_BYTES = 4;
    private static final long MAPPED = 0xffff_0000_0000L;

    private Addresses() {}

    static long high(InetAddress address) {
        var bytes = address.getAddress();
        return bytes.length == V4_BYTES ? 0 : ByteBuffer.wrap(bytes).getLong();
    }

    static long low(InetAddress address) {
        var bytes = address.getAddress();
        return bytes.length == V4_BYTES
                ? MAPPED | Integer.toUnsignedLong(ByteBuffer.wrap(bytes).getInt())
                : ByteBuffer.wrap(bytes).getLong(Long.BYTES);
    }

    /** Null for {@code ::}, which nobody sends from. */
    static @Nullable InetSocketAddress of(long high, long low, int port) {
        if (high == 0 && low == 0) {
            return null;
        }
        var bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), port); // makes IPv4 of a mapped one
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
