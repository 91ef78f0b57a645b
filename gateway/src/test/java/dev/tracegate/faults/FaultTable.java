package dev.tracegate.faults;

import dev.tracegate.interop.Workplace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Generates {@code docs/faults.md} from every fault at full length, with the checks of the short ones. Runs only on request. */
@EnabledIfSystemProperty(named = "faults.table", matches = ".+", disabledReason = "CONTRIBUTING.md says how")
class FaultTable {
    private static final int QUOTA = 2600;
    private static final Scale MEMORY = Scale.of(1000, Duration.ofSeconds(20), 64);
    private static final Scale SPOOL = Scale.of(1000, Duration.ofSeconds(60), 16);
    /** Several faults run in parallel, because most of their time is waiting. */
    private static final int SIDE_BY_SIDE = 4;

    @TempDir
    private Path folder;

    @Test
    void the_page_is_generated_from_the_counts() throws Exception {
        var page = new FaultPage().add(FaultPage.INTRODUCTION);
        page.add(FaultPage.memory(MEMORY)).add(memoryFaults());
        page.add(FaultPage.spool(SPOOL)).add(spoolFaults());
        page.add(FaultPage.QUOTA + quota(1, 64) + quota(10, 24));
        page.write(Workplace.ROOT.resolve(System.getProperty("faults.table", "docs/faults.md")));
    }

    private Map<Fault, Outcome> memoryFaults() throws Exception {
        return judged(Faults.ALL, MEMORY);
    }

    private Map<Fault, Outcome> spoolFaults() throws Exception {
        try (var disk = SmallDisk.mount(folder.resolve("disk"), SpoolFaults.SMALL_DISK)) {
            return judged(List.of(SpoolFaults.AWAY, SpoolFaults.KILLED, SpoolFaults.KILLED_WITH_ROOM,
                    SpoolFaults.diskFull(disk.folder())), SPOOL);
        }
    }

    private Map<Fault, Outcome> judged(List<Fault> faults, Scale scale) throws Exception {
        var outcomes = new LinkedHashMap<Fault, Outcome>();
        try (var trials = Executors.newFixedThreadPool(SIDE_BY_SIDE)) {
            var all = faults.stream().map(fault -> trials.submit(() -> judged(fault, scale))).toList();
            for (int i = 0; i < all.size(); i++) {
                outcomes.put(faults.get(i), all.get(i).get());
            }
        }
        return outcomes;
    }

    private Outcome judged(Fault fault, Scale scale) throws Exception {
        var outcome = FaultTrial.run(fault, scale, Files.createTempDirectory(folder, "fault"));
        System.out.print(FaultPage.row(fault.name(), outcome));
        Judgement.judge(fault, outcome);
        return outcome;
    }

    private String quota(int gateways, int bufferMib) throws Exception {
        var quota = new Quota(QUOTA);
        var fault = Faults.quota(quota, "quota of 2,600/s, gateways: " + gateways);
        var scale = Scale.of(2 * QUOTA, Duration.ofSeconds(60), bufferMib)
                .with(gateways, 2 * QUOTA)
                .settling(Duration.ofSeconds(30));
        var outcome = new FaultTrial(fault, scale, quota).in(Files.createTempDirectory(folder, "quota"));
        var row = FaultPage.quotaRow(outcome);
        System.out.print(row);
        Judgement.judge(fault, outcome);
        Judgement.shedByWorth(outcome);
        Judgement.quotaIsUsedAndShared(outcome, 0.5);
        return row;
    }
}
