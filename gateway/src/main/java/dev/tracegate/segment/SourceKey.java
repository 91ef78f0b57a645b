package dev.tracegate.segment;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A sender's address as the key of a table. A host with an IPv6 network of its own can choose addresses of equal hash codes by the thousand,
 * and {@link InetAddress} has no order by which a hash table could tell those apart quickly; this has.
 *
 * @param high the first 8 bytes of the IPv6 address; IPv4 in the mapped form {@code ::ffff:a.b.c.d}
 * @param low the last 8 bytes
 * @param port 0 for the address with all of its ports
 */
public record SourceKey(long high, long low, int port) implements Comparable<SourceKey> {
    private static final int V4_BYTES = 4;
    private static final long MAPPED = 0xffff_0000_0000L;

    /** @param source resolved; its IPv6 zone is not kept */
    public static SourceKey of(InetSocketAddress source) {
        return of(source.getAddress(), source.getPort());
    }

    /** An IPv6 zone is not kept. */
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
