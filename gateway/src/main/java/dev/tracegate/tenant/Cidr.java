package dev.tracegate.tenant;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A network of IP addresses, such as {@code 10.0.1.0/24}, {@code fd00::/64} or a single address. The address families are separate: {@code ::/0}
 * contains no IPv4 address, and an IPv4-mapped IPv6 address ({@code ::ffff:10.0.0.1}) counts as IPv4. Immutable.
 *
 * @param network the first address of the network
 * @param prefix length of the prefix in bits: 0 to 32 for IPv4, 0 to 128 for IPv6
 */
public record Cidr(InetAddress network, int prefix) {
    private static final int ADDRESS = 1;
    private static final int PREFIX = 2;
    // stricter than the JDK, which accepts 10.1 for 10.0.0.1: such a text is probably a mistake
    private static final Pattern SHAPE = Pattern
            .compile("(\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)(?:/(\\d{1,3}))?");

    public Cidr {
        if (!network.equals(masked(network, prefix))) {
            throw new IllegalArgumentException(
                    network.getHostAddress() + " has bits after its prefix of " + prefix + " bits");
        }
    }

    /** The network with this prefix length that contains an address. */
    public static Cidr around(InetAddress address, int prefix) {
        var own = plain(address);
        return new Cidr(masked(own, prefix), prefix);
    }

    /** Parses a network without a name look-up. Empty if the text is not a network or has bits after the prefix. */
    public static Optional<Cidr> parse(String text) {
        var matcher = SHAPE.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            var network = InetAddress.ofLiteral(matcher.group(ADDRESS));
            var prefix = matcher.group(PREFIX);
            // an IPv4-mapped address, whose prefix length would count the bits of IPv6
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

    /** Length of an address in bits: 32 or 128. */
    static int bits(InetAddress address) {
        return address.getAddress().length * Byte.SIZE;
    }

    /** Whether the network contains the address; false for the other address family. */
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
            throw new IllegalArgumentException(
                    "a prefix must be 0 to " + bytes.length * Byte.SIZE + " bits, was " + prefix);
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
