package dev.tracegate.config;

import java.math.BigInteger;
import java.util.Map;

/** Turns the flags of a command line into settings. */
final class FlagValues {
    private static final Map<Flag, Key<?>> KEYS = Map.ofEntries(Map.entry(Flag.RESOURCE_ARN, Keys.RESOURCE_ARN),
            Map.entry(Flag.LOCAL_MODE, Keys.LOCAL_MODE), Map.entry(Flag.REGION, Keys.REGION),
            Map.entry(Flag.BIND, Keys.UDP), Map.entry(Flag.BIND_TCP, Keys.TCP),
            Map.entry(Flag.ROLE_ARN, Keys.ROLE_ARN), Map.entry(Flag.LOG_FILE, Keys.LOG_FILE),
            Map.entry(Flag.PROXY_ADDRESS, Keys.PROXY), Map.entry(Flag.SINK, Keys.SINK),
            Map.entry(Flag.PROFILE, Keys.PROFILE), Map.entry(Flag.ADMIN, Keys.ADMIN),
            Map.entry(Flag.LOG_FORMAT, Keys.FORMAT), Map.entry(Flag.SUMMARY, Keys.SUMMARY),
            Map.entry(Flag.TAKE_OVER, Keys.TAKE_OVER));

    private FlagValues() {}

    static Layer read(Map<Flag, String> flags, Problems problems) {
        var layer = new Layer();
        flags.forEach((flag, text) -> read(layer, flag, text, problems));
        return layer;
    }

    private static void read(Layer layer, Flag flag, String text, Problems problems) {
        switch (flag) {
            case LOG_LEVEL -> DaemonValues.level(layer, text, flag.written(), problems);
            case BUFFER_MEMORY -> memory(layer, new BigInteger(text), problems);
            default -> {
                var key = KEYS.get(flag);
                if (key != null) {
                    layer.read(key, text, flag.written(), problems);
                }
            }
        }
    }

    /** {@code -m 0} takes back what a file says. */
    private static void memory(Layer layer, BigInteger mb, Problems problems) {
        if (mb.signum() <= 0) {
            layer.put(Keys.BUFFER, 0L, Flag.BUFFER_MEMORY.written());
        }
        DaemonValues.memory(layer, mb, Flag.BUFFER_MEMORY.written(), problems);
    }
}
