package dev.tracegate.app;

import dev.tracegate.config.Settings;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.stream.Stream;

/** Sizes that depend on the profile and have no setting. */
final class Sizes {
    private static final int MIB = 1024 * 1024;
    /** Maximum dead letters that are kept for the admin API; the ledger counts all of them. */
    static final int DEAD_LETTERS = 1_000;

    /** Heap that the smallest profile needs in addition to the buffer. */
    private static final long MIN_HEAP = 12L * MIB;

    private Sizes() {}

    /** Bytes of a socket's kernel buffer: 0.5 to 1 s of a busy host's traffic, or a burst of a busy task. Not part of the process's memory. */
    static int receiveBuffer(Settings settings) {
        return switch (settings.profile().value()) {
            case SIDECAR -> 2 * MIB;
            case EMBEDDED -> 4 * MIB;
            case HOST -> 16 * MIB;
        };
    }

    /** Bytes for dead letters: enough for all of them with messages of usual length; in a sidecar for a few hundred. */
    static int deadLetterBytes(Settings settings) {
        return settings.profile().value() == Settings.Profile.SIDECAR ? MIB / 4 : MIB;
    }

    /**
     * Maximum bytes for connections and calls of callers, and for replies to the gateway's own calls. They are part of the base in
     * docs/configuration.md, and of the launcher's heap in addition to the buffer. A host has hundreds of callers and reads lists of tasks; in embedded
     * mode a PutTraceSegments body may have 8 MiB, and takes 1.5 times as much while its buffer grows.
     */
    static long edgeBytes(Settings settings) {
        return switch (settings.profile().value()) {
            case SIDECAR -> 4L * MIB;
            case HOST -> 12L * MIB;
            case EMBEDDED -> 16L * MIB;
        };
    }

    /** The part of {@link #edgeBytes} that is reserved for replies to the gateway's own calls. */
    static long replyBytes(Settings settings) {
        return switch (settings.profile().value()) {
            case SIDECAR, EMBEDDED -> 2L * MIB;
            case HOST -> 4L * MIB;
        };
    }

    /** The part of {@link #edgeBytes} for callers of TCP :2000 and of the admin API. */
    static long callerBytes(Settings settings) {
        return edgeBytes(settings) - replyBytes(settings);
    }

    static DataPlane.Sockets sockets(Settings settings) {
        var udp = settings.listen().udp();
        var tenants = settings.tenants().stream().flatMap(tenant -> tenant.ports().stream());
        // 64 KiB of memory each
        int datagramsPerRead = settings.profile().value() == Settings.Profile.HOST ? 32 : 8;
        return new DataPlane.Sockets(
                Stream.concat(Stream.of(udp.port()), tenants)
                        .map(port -> new InetSocketAddress(udp.host(), port))
                        .toList(),
                receiveBuffer(settings), datagramsPerRead);
    }

    /** One loop in a sidecar; else two, so that admin and TCP calls do not delay segments. */
    static int eventLoops(Settings settings) {
        return settings.profile().value() == Settings.Profile.SIDECAR ? 1 : 2;
    }

    /**
     * Why the heap is too small for the settings; empty if it fits. The launcher sizes the heap for the buffer, but does not recognise every notation of
     * a size in a file.
     *
     * @param heap maximum heap size in bytes
     */
    static Optional<String> heapProblem(Settings settings, long heap) {
        long buffer = settings.memory().bufferBytes();
        long beside = settings.memory().besideBytes();
        if (heap >= buffer + beside + MIN_HEAP) {
            return Optional.empty();
        }
        var more = beside == 0
                ? ""
                : " and the %d MB of history.bytes and identity.holdBytes beyond their defaults"
                        .formatted(beside / MIB);
        return Optional.of(
                ("memory.buffer: %d MB%s do not fit in the Java heap of %d MB; set each by its variable (TRACEGATE_MEMORY_BUFFER, "
                        + "TRACEGATE_HISTORY_BYTES, TRACEGATE_IDENTITY_HOLD_BYTES), or in the file on a line of its own, as `buffer: 16MB`")
                        .formatted(buffer / MIB, more, heap / MIB));
    }
}
