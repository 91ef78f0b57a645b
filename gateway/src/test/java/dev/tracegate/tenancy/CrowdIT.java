package dev.tracegate.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hundred tenants on one gateway; {@link CrowdTable} runs a thousand. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class CrowdIT {
    @TempDir
    private Path folder;

    @Test
    void a_tenant_at_ten_times_its_limit_does_not_affect_the_others() throws Exception {
        var counted = new CrowdTrial(100, 900, 20, 200, Duration.ofSeconds(8)).in(folder);

        CrowdTable.judge(counted);
        assertThat(counted.othersLost()).isZero();
        // the limit plus the initial burst of one second
        assertThat(counted.loudArrived()).isBetween(8 * 20L - 20, 8 * 20L + 2 * 20);
        assertThat(counted.stsCalls()).isEqualTo(100);
    }
}
