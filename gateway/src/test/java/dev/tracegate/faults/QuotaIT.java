package dev.tracegate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An account's quota of segments a second, offered twice as much. */
class QuotaIT {
    private static final int QUOTA = 1000;

    /** With one gateway the excess is more than its 3 MiB hold; four have room for all they are sent, however the quota is shared. */
    @ParameterizedTest
    @CsvSource({"1, 3", "4, 6"})
    void what_is_above_it_is_kept_or_shed_by_worth(int gateways, int bufferMib,
            @TempDir Path folder) throws Exception {
        var quota = new Quota(QUOTA);
        var fault = Faults.quota(quota, "quota of " + QUOTA + "/s, gateways: " + gateways);
        var scale = Scale.of(2 * QUOTA, Duration.ofSeconds(6), bufferMib).with(gateways, 2 * QUOTA);

        var outcome = new Trial(fault, scale, quota).in(folder);

        System.out.print(FaultPage.row(fault.name(), outcome));
        Judgement.judge(fault, outcome);
        Judgement.shedByWorth(outcome);
        // how well it is used and shared is judged where docs/faults.md is made: six seconds are hardly more than the search
        assertThat(outcome.shedAll() > 0).as("something was shed: %s", outcome.shedOnPurpose())
                .isEqualTo(gateways == 1);
    }
}
