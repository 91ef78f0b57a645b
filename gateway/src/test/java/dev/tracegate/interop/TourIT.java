package dev.tracegate.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the commands of the tour in the README, on the default ports if these are free. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class TourIT {
    private static final int DAEMON = 2000;
    private static final int ADMIN = 2080;
    private static final int APP = 3000;

    private static PythonVenv venv;

    private final int port = Ports.freeOrOther(DAEMON);
    private final int admin = Ports.freeOrOther(ADMIN);
    private final int appPort = Ports.freeOrOther(APP);

    @BeforeAll
    static void need_what_the_tour_needs() {
        Workplace.need("curl", "curl", "--version");
        Workplace.need("npm", "npm", "--version");
        venv = PythonVenv.ready();
    }

    @Test
    void the_commands_print_the_output_that_the_readme_states() throws Exception {
        var tour = Tour.ofReadme().with(DAEMON, port).with(ADMIN, admin).with(APP, appPort);
        assertThat(tour.block("gateway")).endsWith("&& gateway/target/tracegate/bin/tracegate\n");
        Path folder = Workplace.folder("tour");
        NodeApp.copyTo(folder.resolve("ecs/my-ecs-app"));

        try (var _ = startGateway(); AutoCloseable _ = startApp(tour.block("app"), folder)::closeShell) {
            assertThat(output(tour.block("ask"))).contains("X-Amzn-Trace-Id: Root=1-", "order-1")
                    .contains("HTTP/1.1 500", "nothing left to reserve");
            awaitOutput(tour.block("settings") + tour.block("find"), "True", "False", "200", "500");
            awaitOutput(tour.block("settings") + tour.block("read"), "OutOfStock");
            awaitOutput(tour.block("metrics"), "# TYPE");
        }
    }

    private DistributionProcess startGateway() {
        return port == DAEMON && admin == ADMIN
                ? DistributionProcess.startWithDefaults(port, admin, "tour")
                : DistributionProcess.startOn(port, admin, "tour");
    }

    /** The block installs packages and may need the proxy settings. */
    private Running startApp(String commands, Path folder) {
        var shell = Command.of("bash", "-euo", "pipefail", "-c", commands).withWholeEnvironment().with(settings());
        return shell.in(folder).start("tour-app").awaitReady(this::appListens);
    }

    private boolean appListens() throws IOException {
        return bash("curl -sf http://127.0.0.1:" + appPort + "/health").run(Duration.ofSeconds(10)).exit() == 0;
    }

    /** Repeats a command until it prints the expected output, because a reader types it a few seconds later. */
    private void awaitOutput(String commands, String... expected) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(output(commands)).contains(expected));
    }

    private String output(String commands) throws IOException {
        return bash(commands).run(Duration.ofMinutes(1)).succeeded().output();
    }

    private Command bash(String commands) {
        return Command.of("bash", "-euo", "pipefail", "-c", commands).with(settings());
    }

    private Map<String, String> settings() {
        return Map.of("PATH", venv.bin() + ":" + System.getenv("PATH"), "AWS_XRAY_DAEMON_ADDRESS", "127.0.0.1:" + port,
                "PORT", Integer.toString(appPort));
    }
}
