package dev.tracegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.budget.ByteBudget;
import dev.tracegate.cli.CommandLine;
import dev.tracegate.cli.Invocation;
import dev.tracegate.config.load.ProcessEnvironment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerCapacityTest {
    private static final long KIB = 1024;
    private static final long ALL = 16 * 1024 * KIB;

    @TempDir
    private Path folder;

    /** In profile host one address may use an eighth of the bytes; in the other profiles all callers share the loopback address. */
    @ParameterizedTest
    @CsvSource({"sidecar, 80, 80, 1, 64, 768", "embedded, 128, 128, 1, 64, 768", "host, 576, 512, 8, 96, 2304"})
    void each_profile_bounds_the_connections_and_the_bytes_of_callers(String profile, int connections, int perAddress,
            int shares, int adminConnections, long adminKib) {
        var callers = new ByteBudget(ALL);
        var capacity = capacity(profile, callers);

        var tcp = capacity.tcp();
        var admin = capacity.admin();

        assertThat(tcp.limits().connections()).isEqualTo(connections);
        assertThat(tcp.limits().perAddress()).isEqualTo(perAddress);
        assertThat(tcp.budget().limit()).isEqualTo(ALL - adminKib * KIB);
        assertThat(tcp.share()).isEqualTo(tcp.budget().limit() / shares);
        assertThat(admin.limits().connections()).isEqualTo(adminConnections);
        assertThat(admin.limits().perAddress()).isEqualTo(adminConnections);
        assertThat(admin.budget().limit()).isEqualTo(adminKib * KIB);
    }

    private CallerCapacity capacity(String profile, ByteBudget callers) {
        var environment = new ProcessEnvironment("tracegate", Map.of("TRACEGATE_PROFILE", profile), folder, folder);
        var settings = ((Invocation.Run) new CommandLine("1", environment).interpret(List.of())).settings();
        return new CallerCapacity(settings, callers);
    }
}
