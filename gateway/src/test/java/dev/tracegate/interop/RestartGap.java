package dev.tracegate.interop;

import dev.tracegate.testkit.FakeXRay;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * Measures what a restart loses in the order in which ECS restarts a DAEMON service: the old task is stopped, time passes, the new one starts.
 * Prints a table for docs/operations.md; the last row is a take-over.
 */
public final class RestartGap {
    private static final List<Integer> GAPS_SECONDS = List.of(0, 2, 5, 10);

    private RestartGap() {}

    /** Takes the rate in datagrams per second as its argument (default 1,000). */
    public static void main(String[] arguments) throws Exception {
        int rate = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
        System.out.println("| gap | sent | lost | lost / rate | dropped by full buffers |");
        System.out.println("|---|---|---|---|---|");
        for (int gap : GAPS_SECONDS) {
            measure(rate, "stop, %d s, start".formatted(gap), gap);
        }
        measure(rate, "take-over", -1);
        System.exit(0);
    }

    private static void measure(int rate, String name, int gapSeconds) throws Exception {
        var folder = Files.createTempDirectory("restart-gap");
        int port = Ports.free();
        int admin = Ports.free();
        try (var xray = FakeXRay.start()) {
            var old = start(folder, port, admin, xray).awaitReady(() -> ready(admin));
            long dropped = Load.droppedByFullBuffers();
            try (var load = Load.start(port, rate)) {
                Thread.sleep(3_000);
                var next = gapSeconds < 0
                        ? start(folder, port, admin, xray, "--take-over")
                        : startAfter(old, gapSeconds, folder, port, admin, xray);
                old.waitFor();
                next.awaitReady(() -> ready(admin));
                Thread.sleep(3_000);
                long sent = load.end();
                next.close();
                long lost = sent - new HashSet<>(xray.documents()).size();
                System.out.printf("| %s | %,d | %,d | %.2f s | %d |%n", name, sent, lost, (double) lost / rate,
                        Load.droppedByFullBuffers() - dropped);
            }
        }
    }

    private static Running startAfter(Running old, int gapSeconds, Path folder, int port, int admin, FakeXRay xray)
            throws InterruptedException {
        old.close();
        Thread.sleep(gapSeconds * 1_000L);
        return start(folder, port, admin, xray);
    }

    private static Running start(Path folder, int port, int admin, FakeXRay xray, String... more) {
        var address = "127.0.0.1:" + port;
        var words = new ArrayList<>(List.of(Workplace.DISTRIBUTION.resolve("bin/tracegate").toString(), "-o", "-n",
                "us-east-1", "-b", address, "-t", address, "--admin", "127.0.0.1:" + admin));
        words.addAll(List.of(more));
        return Command.of(words)
                .with(Map.of("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY", "secret",
                        "AWS_ENDPOINT_URL_XRAY", xray.url(), "TRACEGATE_RUNTIME_DIR",
                        folder.toString()))
                .start("restart-gap-" + more.length);
    }

    private static boolean ready(int admin) throws Exception {
        return ((HttpURLConnection) URI.create("http://127.0.0.1:" + admin + "/health/ready")
                .toURL()
                .openConnection()).getResponseCode() == 200;
    }
}
