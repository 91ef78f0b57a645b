package dev.tracegate.segment;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
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
        byte[] bytes = address.getAddress();
        return bytes.length == V4_BYTES
                ? new SourceKey(0, MAPPED | bits(bytes, 0, V4_BYTES), port)
                : new SourceKey(bits(bytes, 0, Long.BYTES), bits(bytes, Long.BYTES, Long.BYTES), port);
    }

    private static long bits(byte[] bytes, int from, int count) {
        long bits = 0;
        for (int i = from; i < from + count; i++) {
            bits = (bits << Byte.SIZE) | (bytes[i] & 0xff);
        }
        return bits;
    }

    /** The address as text, without the port. */
    public String address() {
        var bytes = ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }

    @Override
    public int compareTo(SourceKey other) {
        int byAddress = high == other.high
                ? Long.compareUnsigned(low, other.low)
                : Long.compareUnsigned(high, other.high);
        return byAddress == 0 ? Integer.compare(port, other.port) : byAddress;
    }
}
