package dev.tracegate.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The faults that exceed the memory, with a spool. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class SpoolFaultsIT {
    /** Three times the capacity of 3 MiB. */
    private static final Scale SCALE = Scale.of(1000, Duration.ofSeconds(6), 3);

    @TempDir
    private Path folder;

    @Test
    void segments_beyond_the_memory_are_delivered_from_disk() throws Exception {
        judged(SpoolFaults.AWAY);
    }

    @Test
    void segments_on_disk_are_delivered_once_after_kill_9() throws Exception {
        judged(SpoolFaults.KILLED);
    }

    @Test
    void segments_written_through_are_delivered_after_kill_9() throws Exception {
        judged(SpoolFaults.KILLED_WITH_ROOM, Scale.of(1000, Duration.ofSeconds(2), 16));
    }

    @Test
    void a_full_disk_loses_only_the_segments_without_space() throws Exception {
        try (var disk = SmallDisk.mount(folder.resolve("disk"), SpoolFaults.SMALL_DISK)) {
            judged(SpoolFaults.diskFull(disk.folder()));
        }
    }

    private void judged(Fault fault) throws Exception {
        judged(fault, SCALE);
    }

    private void judged(Fault fault, Scale scale) throws Exception {
        var outcome = FaultTrial.run(fault, scale, folder);
        System.out.print(FaultPage.row(fault.name(), outcome));
        Judgement.judge(fault, outcome);
    }
}
