package dev.tracegate.config.daemon;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of the X-Ray daemon's cfg.yaml, and its messages about keys that it rejects. */
final class DaemonKeys {
    enum GoType {
        INT("int"), STRING("string"), BOOL("bool");

        private final String go;

        GoType(String go) {
            this.go = go;
        }

        String go() {
            return go;
        }
    }

    static final String VERSION_MISSING = "Config Version is missing." + migrate();
    static final String VERSION_WRONG = "Config Version Setting is not correct." + migrate();
    static final String TOO_LITTLE_MEMORY = "Not enough Buffers Memory Allocated. Min Buffers Memory required: 3 MB.";

    static final Map<String, GoType> VALID = Map.ofEntries(Map.entry("Version", GoType.INT),
            Map.entry("TotalBufferSizeMB", GoType.INT), Map.entry("Concurrency", GoType.INT),
            Map.entry("Endpoint", GoType.STRING), Map.entry("Region", GoType.STRING),
            Map.entry("Socket.UDPAddress", GoType.STRING), Map.entry("Socket.TCPAddress", GoType.STRING),
            Map.entry("proxyserver.idleconntimeout", GoType.INT),
            Map.entry("proxyserver.maxidleconnsperhost", GoType.INT), Map.entry("proxyserver.maxidleconns", GoType.INT),
            Map.entry("Logging.LogRotation", GoType.BOOL), Map.entry("Logging.LogLevel", GoType.STRING),
            Map.entry("Logging.LogPath", GoType.STRING), Map.entry("LocalMode", GoType.BOOL),
            Map.entry("ResourceARN", GoType.STRING), Map.entry("RoleARN", GoType.STRING),
            Map.entry("NoVerifySSL", GoType.BOOL), Map.entry("ProxyAddress", GoType.STRING));
    static final Set<String> SECTIONS = Set.of("Socket", "Logging", "proxyserver");

    private static final List<String> DROPPED = List.of("Profile.CPU", "Profile.Memory", "Socket.BufferSizeKB",
            "Logging.LogFormat", "Processor.BatchProcessorQueueSize");
    private static final List<String> MOVED = List.of("LogRotation", "Processor.Region", "Processor.Endpoint",
            "Processor.Routine", "MemoryLimit");
    private static final String REFER = " Please refer to AWS X-Ray Documentation for more information.";

    private DaemonKeys() {}

    private static String migrate() {
        return " Use X-Ray Daemon Config Migration Script to update the config file." + REFER;
    }

    /** The daemon's message about a key that it rejects. */
    static String refusal(String key) {
        if (DROPPED.contains(key)) {
            return key + " flag is not supported any more." + REFER;
        }
        return MOVED.contains(key) ? key + " flag is not supported." + migrate() : key + " flag is invalid." + REFER;
    }
}
