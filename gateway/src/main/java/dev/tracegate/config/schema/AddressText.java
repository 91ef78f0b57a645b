package dev.tracegate.config.schema;

import dev.tracegate.config.Settings.HostPort;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses as Go writes them: {@code 127.0.0.1:2000}, {@code [::1]:2000}, {@code localhost:2000}, {@code :2000} for every address. */
public final class AddressText {
    private static final Pattern SHAPE = Pattern.compile("(?:\\[([^\\[\\]\\s]+)]|([^:\\[\\]\\s]*)):(\\d{1,5})");
    private static final int MOST_PORT = 65_535;
    private static final String EVERY_ADDRESS = "0.0.0.0";

    private AddressText() {}

    public static Optional<HostPort> parse(String text) {
        var matcher = SHAPE.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MOST_PORT) {
            return Optional.empty();
        }
        var host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return Optional.of(new HostPort(host.isEmpty() ? EVERY_ADDRESS : host, Integer.parseInt(matcher.group(3))));
    }
}
