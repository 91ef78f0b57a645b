package dev.tracegate.tenant;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network of addresses: {@code 10.0.1.0/24}, {@code fd00::/64}, or one address alone. The two families are apart: {@code ::/0} has no IPv4
 * address, and an IPv4 address in IPv6's clothes ({@code ::ffff:10.0.0.1}) is IPv4.
 *
 * @param network its first address; of a family by its class
 * @param prefix bits, 0 to 32 or to 128
 */
public record Cidr(InetAddress network, int prefix) {
    private static final int ADDRESS = 1;
    private static final int PREFIX = 2;
    // what the JDK takes besides, such as 10.1 for 10.0.0.1, is more often a slip
    private static final Pattern SHAPE = Pattern
            .compile("(\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)(?:/(\\d{1,3}))?");

    public Cidr {
        if (!network.equals(masked(network, prefix))) {
            throw new IllegalArgumentException(network.getHostAddress() + " has bits beyond its prefix of " + prefix);
        }
    }

    /** The network of that size an address is in. */
    public static Cidr around(InetAddress address, int prefix) {
        var own = plain(address);
        return new Cidr(masked(own, prefix), prefix);
    }

    /** Never asks a name server. Empty where the text is no network, or names an address inside one. */
    public static Optional<Cidr> parse(String text) {
        var matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            var network = InetAddress.ofLiteral(matcher.group(ADDRESS));
            var prefix = matcher.group(PREFIX);
            // IPv4 in IPv6's clothes: its prefix would count other bits
            return network instanceof Inet4Address && text.contains(":")
                    ? Optional.empty()
                    : Optional.of(new Cidr(network, prefix == null ? bits(network) : Integer.parseInt(prefix)));
        } catch (IllegalArgumentException noNetwork) {
            return Optional.empty();
        }
    }

    boolean isIpv4() {
        return network instanceof Inet4Address;
    }

    /** Bits of the address's family: 32 or 128. */
    static int bits(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }

    /** Whether the address is in this network. An address of the other family is not. */
    public boolean contains(InetAddress address) {
        var own = plain(address);
        return bits(own) == bits(network) && masked(own, prefix).equals(network);
    }

    /** The address without a scope, and as IPv4 if it is an IPv4 address mapped to IPv6. */
    public static InetAddress plain(InetAddress address) {
        return ofBytes(address.getAddress());
    }

    private static InetAddress masked(InetAddress address, int prefix) {
        byte[] bytes = address.getAddress();
        if (prefix < 0 || prefix > bytes.length * Byte.SIZE) {
            throw new IllegalArgumentException("a prefix of " + prefix + " bits");
        }
        int whole = prefix / Byte.SIZE;
        if (whole < bytes.length) {
            bytes[whole] &= (byte) (0xff00 >> prefix % Byte.SIZE);
            Arrays.fill(bytes, whole + 1, bytes.length, (byte) 0);
        }
        return ofBytes(bytes);
    }

    private static InetAddress ofBytes(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException noSuchLength) {
            throw new IllegalArgumentException(noSuchLength);
        }
    }

    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefix;
    }
}
