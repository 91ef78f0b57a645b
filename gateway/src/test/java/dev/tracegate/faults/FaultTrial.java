package dev.tracegate.faults;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One run of a fault: normal operation, the fault, and normal operation until no segment waits. */
record FaultTrial(Fault fault, Scale scale, @Nullable Quota quota) {
    private static final Duration MOST_RECOVERY = Duration.ofMinutes(5);
    private static final Duration LOOK = Duration.ofMillis(50);

    static Outcome run(Fault fault, Scale scale, Path folder) throws Exception {
        return new FaultTrial(fault, scale, null).in(folder);
    }

    Outcome in(Path folder) throws Exception {
        try (var stage = new Stage(fault, scale, folder); var watch = new Watch(stage)) {
            send(stage, scale.before());
            awaitQuiet(stage);
            fault.begin().accept(stage);
            send(stage, scale.settling());
            if (quota != null) {
                quota.countAnew(System.nanoTime());
            }
            var before = taken(stage);
            send(stage, scale.fault());
            var quotaUsed = quota == null ? null : quota.used(System.nanoTime());
            var byGateway = less(taken(stage), before);
            awaitReceived(stage);
            fault.end().accept(stage);
            long end = System.nanoTime();
            awaitQuiet(stage);
            var recovery = Duration.ofNanos(System.nanoTime() - end);
            return outcome(stage, watch, recovery, quotaUsed, byGateway);
        }
    }

    private void send(Stage stage, Duration time) {
        int each = scale.perSecond() / scale.gateways();
        var sending = stage.senders()
                .stream()
                .map(sender -> CompletableFuture.runAsync(() -> sender.send(each, time),
                        task -> Thread.ofPlatform().start(task)))
                .toList();
        sending.forEach(CompletableFuture::join);
    }

    /** Waits until the gateway has read all sent datagrams, which may take a while on a busy machine. */
    private static void awaitReceived(Stage stage) {
        await("all is received").atMost(MOST_RECOVERY).pollInterval(LOOK).until(() -> received(stage, stage.books()));
    }

    private static boolean received(Stage stage, Reading books) {
        return books.received() + stage.kernelDropped() >= stage.sent();
    }

    private static void awaitQuiet(Stage stage) {
        await("nothing waits any more").atMost(MOST_RECOVERY)
                .pollInterval(LOOK)
                .ignoreExceptionsInstanceOf(IllegalStateException.class)
                .until(() -> {
                    var books = stage.books();
                    // negative until the stored segments of a killed process are restored
                    return books.open() == 0 && books.restored() >= 0 && received(stage, books);
                });
    }

    /** Segments accepted by X-Ray, per sender. */
    private static List<Long> taken(Stage stage) {
        return stage.senders().stream().map(stage.xray().accepted()::segmentsOf).toList();
    }

    private static List<Long> less(List<Long> now, List<Long> before) {
        return IntStream.range(0, now.size()).mapToObj(sender -> now.get(sender) - before.get(sender)).toList();
    }

    private Outcome outcome(Stage stage, Watch watch, Duration recovery, @Nullable Double quotaUsed,
            List<Long> byGateway) {
        var accepted = stage.xray().accepted();
        var lost = new HashSet<Long>();
        stage.senders().forEach(sender -> lost.addAll(sender.ids()));
        var strangers = new ArrayList<>(accepted.ids());
        strangers.removeAll(lost);
        lost.removeAll(accepted.ids());
        lost.removeAll(accepted.refusedIds());
        var gateways = stage.gateways();
        return new Outcome(scale, stage.sent(), stage.kernelDropped(), stage.books(), accepted.segments(),
                accepted.refusedIds().size(), accepted.duplicates(), accepted.explainedDuplicates(),
                List.copyOf(lost), strangers, stage.xray().calls(), stage.xray().refusals(), watch.peakBuffer(),
                gateways.getFirst().metric("tracegate_buffer_limit_bytes"), watch.peakSpooled(),
                gateways.stream().mapToLong(GatewayUnderTest::peakRssKib).max().orElse(0), recovery, quotaUsed,
                byGateway, complaints(gateways));
    }

    private static List<String> complaints(List<GatewayUnderTest> gateways) {
        return gateways.stream()
                .flatMap(gateway -> gateway.log().lines())
                .filter(line -> line.contains("The books of tenant") || line.contains("this is a bug"))
                .toList();
    }
}
