package dev.tracegate.tenancy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.interop.Workplace;
import dev.tracegate.tenancy.CrowdTrial.Counted;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Generates {@code docs/many-tenants.md} with a thousand tenants, one beyond its limit. Runs only if the property crowd.table is set. */
@EnabledIfSystemProperty(named = "crowd.table", matches = ".+", disabledReason = "CONTRIBUTING.md says how")
class CrowdTable {
    private static final int TENANTS = 1000;
    private static final int PER_SECOND = 9_000;
    private static final int LIMIT = 100;
    private static final Duration TIME = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void the_page_is_generated_from_the_counts() throws Exception {
        var loud = new CrowdTrial(TENANTS, PER_SECOND, LIMIT, 10 * LIMIT, TIME).in(made("loud"));
        var flatOut = new CrowdTrial(TENANTS, PER_SECOND, LIMIT, 0, TIME).in(made("flat-out"));
        var page = """
                # A thousand tenants on one gateway

                The limit of a flooding tenant affected that tenant alone, and no segment was signed with another tenant's key. When the
                tenant sent more than the gateway could read, the kernel dropped datagrams of all tenants.
                [tenancy.md](tenancy.md#how-far-a-senders-address-can-be-trusted) has a filter against that.

                One gateway in the host profile with `-m 64` serves %,d tenants. Each tenant has its own address, its own role and a limit
                of %d segments a second; ten tenants share an AWS account. Segments are 1 KiB. Senders, gateway, STS and X-Ray run on
                one machine with two processors. The table has the counts of %d s after the warm-up. `CrowdTable` makes this page, with
                the command in CONTRIBUTING.md.

                | | one tenant sends ten times its limit | the same tenant sends as fast as it can |
                |---|---|---|
                """
                .formatted(TENANTS, LIMIT, TIME.toSeconds())
                + row("other tenants: segments sent, a second", "%,d", each -> perSecond(each, each.othersSent()), loud,
                        flatOut)
                + row("other tenants: segments lost", "%,d", Counted::othersLost, loud, flatOut)
                + row("other tenants: lost, of the segments that they sent", "%.2f %%",
                        each -> 100 * each.othersLostShare(), loud,
                        flatOut)
                + row("flooding tenant: segments sent, a second", "%,d", each -> perSecond(each, each.loudSent()), loud,
                        flatOut)
                + row("flooding tenant: segments delivered, a second", "%,d",
                        each -> perSecond(each, each.loudArrived()), loud,
                        flatOut)
                + row("dropped by the kernel, of all segments sent", "%.2f %%", each -> 100 * each.kernelDroppedShare(),
                        loud,
                        flatOut)
                + row("segments signed with another tenant's key", "%,d", Counted::strays, loud, flatOut)
                + row("tenants whose books do not balance", "%,d", Counted::imbalances, loud, flatOut)
                + row("uploads a second", "%,d", each -> perSecond(each, each.uploads()), loud, flatOut)
                + row("calls to STS, all at the start", "%,d", Counted::stsCalls, loud, flatOut)
                + row("calls to STS at the same time, at most", "%,d", Counted::stsAtOnce, loud, flatOut)
                + row("CPU time, µs per delivered segment", "%.0f", Counted::cpuMicrosPerSegment, loud, flatOut)
                + row("memory (peak RSS), MB", "%,d", Counted::peakRssMb, loud, flatOut);
        System.out.print(page);
        Files.writeString(Workplace.ROOT.resolve(System.getProperty("crowd.table", "docs/many-tenants.md")), page);
        judge(loud);
        assertThat(loud.othersLost()).isZero();
        judge(flatOut);
    }

    /** Nothing crosses over, the others are within their limits, and lose no more than the share that the kernel dropped of everybody's. */
    static void judge(Counted counted) {
        assertThat(counted.strays()).as("segments signed with another tenant's key").isZero();
        assertThat(counted.imbalances()).as("tenants whose books do not balance").isZero();
        assertThat(counted.othersShed()).as("shed segments of the others").isZero();
        assertThat(counted.othersLostShare()).as("loss of the others, compared with the drops by the kernel")
                .isLessThanOrEqualTo(counted.kernelDroppedShare());
        assertThat(counted.loudShed()).as("shed segments of the tenant beyond its limit").isPositive();
    }

    private static long perSecond(Counted counted, long count) {
        return count / counted.time().toSeconds();
    }

    private static String row(String what, String format, java.util.function.Function<Counted, Object> reading,
            Counted loud, Counted flatOut) {
        return "| %s | %s | %s |%n".formatted(what, format.formatted(reading.apply(loud)),
                format.formatted(reading.apply(flatOut)));
    }

    private Path made(String name) throws Exception {
        return Files.createDirectories(folder.resolve(name));
    }
}
