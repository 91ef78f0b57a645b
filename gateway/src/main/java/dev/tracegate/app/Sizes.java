package dev.tracegate.app;

import dev.tracegate.config.Settings;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.stream.Stream;

/** Sizes that follow from the profile and are no setting of their own. */
final class Sizes {
    private static final int MIB = 1024 * 1024;
    /** A page or two for whoever looks why; the books count all of them. */
    static final int DEAD_LETTERS = 1_000;

    /** What the smallest profile needs beside the buffer. */
    private static final long LEAST_HEAP = 12L * MIB;

    private Sizes() {}

    /** Half a second to a second of a busy host's traffic, or a burst of a busy task's. Kernel memory, outside the process's own. */
    static int receiveBuffer(Settings settings) {
        return switch (settings.profile().value()) {
            case SIDECAR -> 2 * MIB;
            case EMBEDDED -> 4 * MIB;
            case HOST -> 16 * MIB;
        };
    }

    /** Room for all of them with messages of usual length; in a sidecar for a few hundred. */
    static int deadLetterBytes(Settings settings) {
        return settings.profile().value() == Settings.Profile.SIDECAR ? MIB / 4 : MIB;
    }

    /**
     * The most bytes that the process holds for connections and calls of its callers and for replies to its own calls. They are part of the
     * base in docs/configuration.md, and of the launcher's heap outside of the buffer. A host has hundreds of callers, and lists of tasks to
     * read; in embedded mode a PutTraceSegments body may have 8 MiB, and half as much again while it grows.
     */
    static long edgeBytes(Settings settings) {
        return switch (settings.profile().value()) {
            case SIDECAR -> 4L * MIB;
            case HOST -> 12L * MIB;
            case EMBEDDED -> 16L * MIB;
        };
    }

    /** The part of {@link #edgeBytes} for replies to the gateway's own calls, which callers cannot take. */
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
        // 64 kB of memory each
        int datagramsPerRead = settings.profile().value() == Settings.Profile.HOST ? 32 : 8;
        return new DataPlane.Sockets(
                Stream.concat(Stream.of(udp.port()), tenants)
                        .map(port -> new InetSocketAddress(udp.host(), port))
                        .toList(),
                receiveBuffer(settings), datagramsPerRead);
    }

    /** A sidecar has one loop for all; elsewhere admin and TCP calls do not stand in the way of segments. */
    static int eventLoops(Settings settings) {
        return settings.profile().value() == Settings.Profile.SIDECAR ? 1 : 2;
    }

    /**
     * Segments live on the Java heap, which the launcher makes large enough; it does not see every way to write a buffer into a file.
     *
     * @param heap bytes at most
     */
    static Optional<String> heapProblem(Settings settings, long heap) {
        long buffer = settings.memory().bufferBytes();
        long beside = settings.memory().besideBytes();
        if (heap >= buffer + beside + LEAST_HEAP) {
            return Optional.empty();
        }
        var more = beside == 0
                ? ""
                : " and the %d MB of history.bytes and identity.holdBytes beyond their defaults"
                        .formatted(beside / MIB);
        return Optional.of(
                ("memory.buffer: %d MB%s do not fit the Java heap of %d MB; say each by its variable (TRACEGATE_MEMORY_BUFFER, "
                        + "TRACEGATE_HISTORY_BYTES, TRACEGATE_IDENTITY_HOLD_BYTES), or in the file on a line of its own, as `buffer: 16MB`")
                        .formatted(buffer / MIB, more, heap / MIB));
    }
}
