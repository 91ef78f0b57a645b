package dev.tracegate.faults;

import dev.tracegate.interop.Workplace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Makes {@code docs/faults.md}: every fault at full length, one after the other, judged as the short ones are. Runs only when asked for. */
@EnabledIfSystemProperty(named = "faults.table", matches = ".+", disabledReason = "CONTRIBUTING.md says how")
class FaultTable {
    private static final int QUOTA = 2600;
    private static final Scale MEMORY = Scale.of(2000, Duration.ofSeconds(20), 64);
    private static final Scale SPOOL = Scale.of(2000, Duration.ofSeconds(60), 16);

    @TempDir
    private Path folder;

    @Test
    void is_made_of_what_was_counted() throws Exception {
        var page = new FaultPage().add(FaultPage.INTRODUCTION);
        page.add(FaultPage.memory(MEMORY)).add(memoryFaults());
        page.add(FaultPage.spool(SPOOL)).add(spoolFaults());
        page.add(FaultPage.QUOTA + quota(1, 64) + quota(10, 16));
        page.write(Workplace.ROOT.resolve(System.getProperty("faults.table", "docs/faults.md")));
    }

    private Map<Fault, Outcome> memoryFaults() throws Exception {
        var outcomes = new LinkedHashMap<Fault, Outcome>();
        for (var fault : Faults.ALL) {
            outcomes.put(fault, judged(fault, MEMORY));
        }
        return outcomes;
    }

    private Map<Fault, Outcome> spoolFaults() throws Exception {
        var outcomes = new LinkedHashMap<Fault, Outcome>();
        outcomes.put(SpoolFaults.AWAY, judged(SpoolFaults.AWAY, SPOOL));
        outcomes.put(SpoolFaults.KILLED, judged(SpoolFaults.KILLED, SPOOL));
        try (var disk = SmallDisk.mount(folder.resolve("disk"), SpoolFaults.SMALL_DISK)) {
            var full = SpoolFaults.diskFull(disk.folder());
            outcomes.put(full, judged(full, SPOOL));
        }
        return outcomes;
    }

    private Outcome judged(Fault fault, Scale scale) throws Exception {
        var outcome = Trial.run(fault, scale, Files.createTempDirectory(folder, "fault"));
        System.out.print(FaultPage.row(fault.name(), outcome));
        Judgement.judge(fault, outcome);
        return outcome;
    }

    private String quota(int gateways, int bufferMib) throws Exception {
        var quota = new Quota(QUOTA);
        var fault = Faults.quota(quota, "quota of 2,600/s, gateways: " + gateways);
        var scale = Scale.of(2 * QUOTA, Duration.ofSeconds(30), bufferMib).with(gateways, 2 * QUOTA);
        var outcome = new Trial(fault, scale, quota).in(Files.createTempDirectory(folder, "quota"));
        var row = FaultPage.quotaRow(outcome);
        System.out.print(row);
        Judgement.judge(fault, outcome);
        Judgement.shedByWorth(outcome);
        Judgement.quotaIsUsedAndShared(outcome);
        return row;
    }
}
