package dev.tracegate.faults;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each fault for a few seconds; several run in parallel, because most of the time is waiting. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class FaultsIT {
    private static final int SIDE_BY_SIDE = 4;
    private static final Scale SCALE = Scale.of(500, Duration.ofSeconds(4), 16);

    @TempDir
    private static Path folder;
    private static final ExecutorService TRIALS = Executors.newFixedThreadPool(SIDE_BY_SIDE);

    @AfterAll
    static void end() {
        TRIALS.shutdownNow();
    }

    @TestFactory
    Stream<DynamicTest> nothing_is_lost_or_unexplained_where_x_ray() {
        var trials = Faults.ALL.stream().map(fault -> new Started(fault, TRIALS.submit(() -> run(fault)))).toList();
        return trials.stream()
                .map(trial -> dynamicTest(trial.fault.name(), () -> judge(trial)));
    }

    /** Also prints the row of the table to the build log. */
    private static void judge(Started trial) throws Exception {
        var outcome = trial.outcome.get();
        System.out.print(FaultPage.row(trial.fault.name(), outcome));
        Judgement.judge(trial.fault, outcome);
    }

    private static Outcome run(Fault fault) throws Exception {
        return FaultTrial.run(fault, SCALE, Files.createTempDirectory(folder, "fault"));
    }

    private record Started(Fault fault, Future<Outcome> outcome) {}
}
