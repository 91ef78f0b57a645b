package dev.tracegate.config.flags;

import dev.tracegate.config.daemon.DaemonValues;
import dev.tracegate.config.schema.ConfigSource;
import dev.tracegate.config.schema.Key;
import dev.tracegate.config.schema.Problems;
import dev.tracegate.config.schema.SettingsCatalog;
import java.math.BigInteger;
import java.util.Map;

/** Converts the flags of a command line to settings. */
public final class FlagValues {
    private static final Map<Flag, Key<?>> KEYS = Map.ofEntries(
            Map.entry(Flag.RESOURCE_ARN, SettingsCatalog.RESOURCE_ARN),
            Map.entry(Flag.LOCAL_MODE, SettingsCatalog.LOCAL_MODE), Map.entry(Flag.REGION, SettingsCatalog.REGION),
            Map.entry(Flag.BIND, SettingsCatalog.UDP), Map.entry(Flag.BIND_TCP, SettingsCatalog.TCP),
            Map.entry(Flag.ROLE_ARN, SettingsCatalog.ROLE_ARN), Map.entry(Flag.LOG_FILE, SettingsCatalog.LOG_FILE),
            Map.entry(Flag.PROXY_ADDRESS, SettingsCatalog.PROXY), Map.entry(Flag.SINK, SettingsCatalog.SINK),
            Map.entry(Flag.PROFILE, SettingsCatalog.PROFILE), Map.entry(Flag.ADMIN, SettingsCatalog.ADMIN),
            Map.entry(Flag.LOG_FORMAT, SettingsCatalog.FORMAT), Map.entry(Flag.SUMMARY, SettingsCatalog.SUMMARY),
            Map.entry(Flag.TAKE_OVER, SettingsCatalog.TAKE_OVER));

    private FlagValues() {}

    public static ConfigSource read(Map<Flag, String> flags, Problems problems) {
        var source = new ConfigSource();
        flags.forEach((flag, text) -> read(source, flag, text, problems));
        return source;
    }

    private static void read(ConfigSource source, Flag flag, String text, Problems problems) {
        switch (flag) {
            case LOG_LEVEL -> DaemonValues.level(source, text, flag.written(), problems);
            case BUFFER_MEMORY -> memory(source, new BigInteger(text), problems);
            default -> {
                var key = KEYS.get(flag);
                if (key != null) {
                    source.read(key, text, flag.written(), problems);
                }
            }
        }
    }

    /** {@code -m 0} removes the value of the file. */
    private static void memory(ConfigSource source, BigInteger mb, Problems problems) {
        if (mb.signum() <= 0) {
            source.put(SettingsCatalog.BUFFER, 0L, Flag.BUFFER_MEMORY.written());
        }
        DaemonValues.memory(source, mb, Flag.BUFFER_MEMORY.written(), problems);
    }
}
