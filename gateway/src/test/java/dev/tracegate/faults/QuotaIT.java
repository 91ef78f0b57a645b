package dev.tracegate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A load of twice the quota of an account. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class QuotaIT {
    private static final int QUOTA = 2000;
    /** Time for the search of the rate; use and shares are counted after it. */
    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final Duration COUNTED = Duration.ofSeconds(12);
    /** Over so few seconds the worst of 50 simulated runs had 0.40 of a fair share by chance; over minutes half of it must be reached (FaultTable). */
    private static final double LEAST_SHARE = 0.25;

    /** With one gateway the excess is more than its 3 MiB hold; four have room for all they are sent, however the quota is shared. */
    @ParameterizedTest
    @CsvSource({"1, 3", "4, 40"})
    void segments_above_the_quota_are_kept_or_shed_by_value(int gateways, int bufferMib,
            @TempDir Path folder) throws Exception {
        var quota = new Quota(QUOTA);
        var fault = Faults.quota(quota, "quota of " + QUOTA + "/s, gateways: " + gateways);
        var scale = Scale.of(2 * QUOTA, COUNTED, bufferMib).with(gateways, 2 * QUOTA).settling(SETTLING);

        var outcome = new FaultTrial(fault, scale, quota).in(folder);

        System.out.print(FaultPage.quotaRow(outcome));
        Judgement.judge(fault, outcome);
        Judgement.shedByWorth(outcome);
        Judgement.quotaIsUsedAndShared(outcome, LEAST_SHARE);
        assertThat(outcome.shedAll() > 0).as("whether segments were shed: %s", outcome.shedOnPurpose())
                .isEqualTo(gateways == 1);
    }
}
