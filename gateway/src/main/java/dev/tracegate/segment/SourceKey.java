package dev.tracegate.segment;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A sender's address as a map key. A host with its own IPv6 network can choose thousands of addresses with equal hash codes. {@link InetAddress} is not
 * comparable, so a {@link java.util.HashMap} would search them linearly; this key is comparable.
 *
 * @param high the first 8 bytes of the IPv6 address; IPv4 in the mapped form {@code ::ffff:a.b.c.d}
 * @param low the last 8 bytes
 * @param port 0 for every port of the address
 */
public record SourceKey(long high, long low, int port) implements Comparable<SourceKey> {
    private static final int V4_BYTES = 4;
    private static final long MAPPED = 0xffff_0000_0000L;

    /** @param source a resolved address; its IPv6 zone is dropped */
    public static SourceKey of(InetSocketAddress source) {
        return of(source.getAddress(), source.getPort());
    }

    /** A key for every port of the address. Drops the IPv6 zone. */
    public static SourceKey of(InetAddress address) {
        return of(address, 0);
    }

    private static SourceKey of(InetAddress address, int port) {
        var bytes = ByteBuffer.wrap(address.getAddress());
        return bytes.remaining() == V4_BYTES
                ? new SourceKey(0, MAPPED | Integer.toUnsignedLong(bytes.getInt()), port)
                : new SourceKey(bytes.getLong(), bytes.getLong(), port);
    }

    @Override
    public int compareTo(SourceKey other) {
        int byAddress = high == other.high
                ? Long.compareUnsigned(low, other.low)
                : Long.compareUnsigned(high, other.high);
        return byAddress == 0 ? Integer.compare(port, other.port) : byAddress;
    }
}
