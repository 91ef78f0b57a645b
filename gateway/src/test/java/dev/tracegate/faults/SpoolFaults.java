package dev.tracegate.faults;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** The faults with a spool, because the memory is too small for them. */
final class SpoolFaults {
    /** The size of the spool; only the fault with a smaller disk fills it. */
    static final String SPOOL_BYTES = "512MiB";
    /** The option {@code size} of tmpfs. */
    static final String SMALL_DISK = "4m";

    static final Fault AWAY = Fault
            .of("away for long", stage -> stage.xray().goAway(), Stage::comeBack,
                    outcome -> outcome.peakSpooled() > 0)
            .with(folder -> spool(folder.resolve("spool")))
            .withRoomOnDisk();

    static final Fault KILLED = Fault
            .of("away, and the gateway is killed with a full spool", stage -> stage.xray().goAway(),
                    SpoolFaults::killAndComeBack, outcome -> outcome.peakSpooled() > 0)
            .with(folder -> spool(folder.resolve("spool")))
            .withRoomOnDisk();

    /** Memory has space for all segments, so only those written through survive. */
    static final Fault KILLED_WITH_ROOM = Fault
            .of("away, and the gateway is killed with room in memory, `spool.keep: second`",
                    stage -> stage.xray().goAway(), SpoolFaults::killWithCopiesAndComeBack,
                    outcome -> outcome.peakSpooled() > 0)
            .with(folder -> writeThrough(folder.resolve("spool")))
            .withRoomOnDisk();

    private SpoolFaults() {}

    /** @param disk a folder on a small file system */
    static Fault diskFull(Path disk) {
        return Fault.of("away, and the disk is full", stage -> stage.xray().goAway(), Stage::comeBack,
                outcome -> outcome.peakSpooled() > 0 && outcome.shedAll() > 0).with(folder -> spool(disk));
    }

    private static Map<String, String> writeThrough(Path folder) {
        var settings = new TreeMap<>(spool(folder));
        settings.put("TRACEGATE_SPOOL_KEEP", "second");
        return settings;
    }

    private static Map<String, String> spool(Path folder) {
        return Map.of("TRACEGATE_SPOOL_ENABLED", "true", "TRACEGATE_SPOOL_FOLDER", folder.toString(),
                "TRACEGATE_SPOOL_MAX_BYTES", SPOOL_BYTES);
    }

    /** Kills the process after the last write, and X-Ray recovers after the restart, so the segments come from disk. */
    private static void killAndComeBack(Stage stage) {
        var before = new AtomicLong(-1);
        await("the spool rests").pollInterval(Duration.ofSeconds(1)).atMost(Duration.ofMinutes(1)).until(() -> {
            long spooled = stage.books().spooled();
            return spooled > 0 && before.getAndSet(spooled) == spooled;
        });
        stage.gateways().forEach(gateway -> gateway.killAndRestart(Reading::killed));
        stage.comeBack();
    }

    /** Kills the process after the last write. */
    private static void killWithCopiesAndComeBack(Stage stage) {
        var before = new AtomicLong(-1);
        await("all is written").pollInterval(Duration.ofSeconds(2)).atMost(Duration.ofMinutes(1)).until(() -> {
            long batches = stage.gateways().stream().mapToLong(one -> one.metric("tracegate_spool_batches")).sum();
            return batches > 0 && before.getAndSet(batches) == batches;
        });
        stage.gateways().forEach(gateway -> gateway.killAndRestart(Reading::killedWithCopies));
        stage.comeBack();
    }
}
