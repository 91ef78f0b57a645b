package dev.tracegate.app;

import dev.tracegate.config.Settings;
import java.net.InetSocketAddress;

/** Sizes that follow from the profile and are no setting of their own. */
final class Sizes {
    private static final int MIB = 1024 * 1024;

    private Sizes() {}

    /** Half a second to a second of a busy host's traffic, or a burst of a busy task's. Kernel memory, outside the process's own. */
    static int receiveBuffer(Settings settings) {
        return switch (settings.profile().value()) {
            case SIDECAR -> 2 * MIB;
            case EMBEDDED -> 4 * MIB;
            case HOST -> 16 * MIB;
        };
    }

    static DataPlane.Socket socket(Settings settings) {
        var udp = settings.listen().udp();
        // 64 kB of memory each
        int datagramsPerRead = settings.profile().value() == Settings.Profile.HOST ? 32 : 8;
        return new DataPlane.Socket(new InetSocketAddress(udp.host(), udp.port()), receiveBuffer(settings),
                datagramsPerRead);
    }

    /** A sidecar has one loop for all; elsewhere admin and TCP calls do not stand in the way of segments. */
    static int eventLoops(Settings settings) {
        return settings.profile().value() == Settings.Profile.SIDECAR ? 1 : 2;
    }
}
