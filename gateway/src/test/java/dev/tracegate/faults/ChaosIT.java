package dev.tracegate.faults;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One minute of random faults and kills; {@code -Dchaos.seconds=180} extends it to three. */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class ChaosIT {
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("chaos.seconds", 50));
    private static final Duration KILL_EVERY = Duration.ofSeconds(12);
    private static final int PER_SECOND = 1_000;

    @TempDir
    private Path folder;

    @Test
    void the_end_of_every_segment_is_known_by_its_id() throws Exception {
        var report = new Chaos(LENGTH, KILL_EVERY, PER_SECOND, Map.of(), 11).run(folder);

        System.out.print(report);
        report.judge();
    }
}
