package dev.tracegate.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The faults that memory alone cannot bear, and what the disk does about them. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class SpoolFaultsIT {
    /** Three times what 3 MiB hold. */
    private static final Scale SCALE = Scale.of(1000, Duration.ofSeconds(6), 3);

    @TempDir
    private Path folder;

    @Test
    void what_memory_cannot_hold_is_delivered_from_disk() throws Exception {
        judged(SpoolFaults.AWAY);
    }

    @Test
    void what_was_on_disk_is_delivered_after_kill_9_and_once_only() throws Exception {
        judged(SpoolFaults.KILLED);
    }

    @Test
    void what_was_written_through_is_delivered_after_kill_9() throws Exception {
        judged(SpoolFaults.KILLED_WITH_ROOM, Scale.of(1000, Duration.ofSeconds(2), 16));
    }

    @Test
    void a_full_disk_costs_what_has_no_room_and_nothing_else() throws Exception {
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
