package dev.tracegate.text;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A host and a port, written as Go and URLs write them: {@code 127.0.0.1:2000}, {@code [::1]:2000}, {@code localhost:2000}.
 *
 * @param host a name or an address literal, IPv6 without brackets
 * @param port 0 for any free one
 */
public record HostPort(String host, int port) {
    private static final Pattern SHAPE = Pattern.compile("(?:\\[([^\\[\\]\\s]+)]|([^:\\[\\]\\s]*)):(\\d{1,5})");
    private static final int MOST_PORT = 65_535;
    private static final String EVERY_ADDRESS = "0.0.0.0";

    /**
     * Parses a text; {@code :2000} stands for every address.
     *
     * @return empty if the text has another form or the port is above 65,535
     */
    public static Optional<HostPort> parse(String text) {
        var matcher = SHAPE.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MOST_PORT) {
            return Optional.empty();
        }
        var host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return Optional.of(new HostPort(host.isEmpty() ? EVERY_ADDRESS : host, Integer.parseInt(matcher.group(3))));
    }

    /** @param address resolved; its literal becomes the host */
    public static HostPort of(InetSocketAddress address) {
        return new HostPort(address.getAddress().getHostAddress(), address.getPort());
    }

    /** The form that {@link #parse} reads. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
