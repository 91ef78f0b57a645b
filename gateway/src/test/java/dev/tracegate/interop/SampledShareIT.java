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

/** The worked example of {@code docs/sampling.md}, its very commands: {@code aws xray} changes what the demo service samples. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class SampledShareIT {
    private static final int DAEMON = 2000;
    private static final int APP = 3000;
    private static final int REQUESTS = 40;
    /** Rules are fetched at the first request, and targets every ten seconds. */
    private static final Duration NEXT_TARGETS = Duration.ofSeconds(15);

    private static Path app;
    private static PythonVenv venv;

    @BeforeAll
    static void install() {
        Workplace.need("curl", "curl", "--version");
        app = NodeApp.install();
        venv = PythonVenv.ready();
    }

    @Test
    void the_share_that_the_demo_service_samples_follows_the_rule() throws IOException {
        int port = Ports.free();
        try (var gateway = DistributionProcess.start("sampled-share");
                var _ = NodeApp.start(app, gateway, Map.of("PORT", Integer.toString(port)))) {
            var tour = Tour.of("docs/sampling.md").with(DAEMON, gateway.endpoint().getPort()).with(APP, port);
            assertThat(tour.block("app")).endsWith("node src/server.js\n");
            var settings = tour.block("settings");

            assertThat(sampled(tour)).as("one a second and 5 %").isBetween(1, REQUESTS / 2);

            output(settings + tour.block("all"));
            awaitSampled(tour, REQUESTS, REQUESTS);
            assertThat(output(settings + tour.block("traces"))).contains("Default");

            output(settings + tour.block("few"));
            // until it fetches the rules again, the SDK borrows one a second; 40 requests take a few seconds on a busy machine
            awaitSampled(tour, 0, REQUESTS / 4);
        }
    }

    private static void awaitSampled(Tour tour, int least, int most) {
        await().atMost(NEXT_TARGETS.multipliedBy(2))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(sampled(tour)).isBetween(least, most));
    }

    private static int sampled(Tour tour) throws IOException {
        return Integer.parseInt(output(tour.block("ask")).strip());
    }

    private static String output(String commands) throws IOException {
        return Command.of("bash", "-euo", "pipefail", "-c", commands)
                .with("PATH", venv.bin() + ":" + System.getenv("PATH"))
                .run(Duration.ofMinutes(1))
                .succeeded()
                .output();
    }
}
