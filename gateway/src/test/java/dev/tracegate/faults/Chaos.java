package dev.tracegate.faults;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Random faults over TLS, kill -9 and restarts under load, and the end of each segment by its id.
 *
 * @param length duration of the traffic
 * @param killEvery time from a restart to the next kill
 * @param settings additional environment variables of the gateway
 * @param seed seed of the random responses
 */
record Chaos(Duration length, Duration killEvery, int perSecond, Map<String, String> settings, long seed) {
    private static final Duration MOST_RECOVERY = Duration.ofMinutes(2);
    private static final int BUFFER_MIB = 16;

    ChaosReport run(Path folder) throws Exception {
        var journal = new ChaosJournal();
        var mix = new ChaosMix(journal, seed);
        var fault = Fault.of("chaos", stage -> {}, stage -> {}, outcome -> true).overTls().with(this::variables);
        try (var stage = new Stage(fault, Scale.of(perSecond, length, BUFFER_MIB), folder)) {
            return new Run(stage, journal, mix, stage.gateways().getFirst(), stage.senders().getFirst()).report();
        }
    }

    private Map<String, String> variables(Path folder) {
        var variables = new HashMap<>(Map.of("TRACEGATE_SPOOL_ENABLED", "true", "TRACEGATE_SPOOL_FOLDER",
                folder.resolve("spool").toString(), "TRACEGATE_UPLOAD_REQUEST_TIMEOUT", "3s"));
        variables.putAll(settings);
        return variables;
    }

    private final class Run {
        private final Stage stage;
        private final ChaosJournal journal;
        private final ChaosMix mix;
        private final GatewayUnderTest gateway;
        private final SegmentSender sender;
        private final Map<Long, String> deadLetters = new HashMap<>();
        private long ready;
        private long receivedWhenReady;

        Run(Stage stage, ChaosJournal journal, ChaosMix mix, GatewayUnderTest gateway, SegmentSender sender) {
            this.stage = stage;
            this.journal = journal;
            this.mix = mix;
            this.gateway = gateway;
            this.sender = sender;
        }

        ChaosReport report() throws Exception {
            stage.xray().behave(mix);
            var sending = CompletableFuture.runAsync(() -> sender.send(perSecond, length),
                    task -> Thread.ofPlatform().start(task));
            var lives = new ArrayList<ChaosLife>();
            while (!hasEnded(sending)) {
                lives.add(kill());
            }
            stage.xray().behave(mix::accept);
            awaitQuiet();
            deadLetters.putAll(gateway.deadLetters());
            return ChaosReport.of(sender, journal, mix.faults(), lives, gateway.booksOfThisRun(),
                    gateway.kernelDropped(), deadLetters);
        }

        private boolean hasEnded(CompletableFuture<Void> sending) throws Exception {
            try {
                sending.get(killEvery.toMillis(), TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException stillSending) {
                return false;
            }
        }

        private ChaosLife kill() {
            deadLetters.putAll(gateway.deadLetters());
            long dropped = gateway.kernelDropped();
            long read = sender.sent();
            var books = gateway.booksOfThisRun();
            long sentByThen = sender.sent();
            journal.nextLife();
            gateway.kill();
            long killed = sender.sent();
            journal.nextLife();
            gateway.restart();
            long next = sender.sent();
            var life = new ChaosLife(ready, receivedWhenReady, read, sentByThen, killed, next, books, dropped);
            ready = next;
            receivedWhenReady = gateway.booksOfThisRun().received();
            return life;
        }

        private void awaitQuiet() {
            await("nothing waits any more").atMost(MOST_RECOVERY).pollInterval(Duration.ofMillis(100)).until(() -> {
                var books = gateway.booksOfThisRun();
                long read = books.received() - receivedWhenReady + gateway.kernelDropped();
                return books.open() == 0 && read >= sender.sent() - ready;
            });
        }
    }
}
