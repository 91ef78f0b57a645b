package dev.tracegate.tenancy;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Many tenants send within their limits, and one sends more than its limit.
 *
 * @param tenants number of tenants, including the one beyond its limit
 * @param perSecond total load of the other tenants, in segments per second
 * @param limit limit of each tenant, in segments per second
 * @param loudPerSecond load of the tenant beyond its limit; 0 for as fast as possible
 */
record CrowdTrial(int tenants, int perSecond, int limit, int loudPerSecond, Duration time) {
    private static final int LOUD = 0;
    /** A warm-up for the JIT compiler and the assumption of every role. */
    private static final Duration WARM = Duration.ofSeconds(5);

    /**
     * The counts after the warm-up; those of STS are from the start.
     *
     * @param othersLost segments of the other tenants that were sent and did not arrive
     * @param loudArrived segments of the tenant beyond its limit that arrived
     * @param loudShed segments of that tenant that its limit shed
     * @param strays segments signed with another tenant's key
     * @param kernelDropped dropped datagrams of all tenants
     */
    record Counted(long othersSent, long othersLost, long othersShed, long loudSent, long loudArrived, long loudShed,
            long strays, long kernelDropped, long imbalances, long uploads, int stsCalls, int stsAtOnce,
            double cpuMicrosPerSegment, long peakRssMb, Duration time) {

        /** The share of all sent segments. */
        double kernelDroppedShare() {
            return (double) kernelDropped / (othersSent + loudSent);
        }

        double othersLostShare() {
            return (double) othersLost / othersSent;
        }
    }

    Counted in(Path folder) throws IOException, InterruptedException {
        try (var gateway = new CrowdedGateway(folder, tenants, limit);
                var crowd = new Crowd(tenants, gateway.port)) {
            crowd.send(IntStream.range(0, tenants), perSecond, WARM);
            settle(gateway);
            long before = others(crowd);
            long arrivedBefore = arrived(gateway);
            long loudBefore = crowd.member(LOUD).sent();
            long loudArrivedBefore = gateway.xray.arrived(Crowd.name(LOUD));
            long droppedBefore = gateway.kernelDropped();
            long callsBefore = gateway.xray.calls();
            var cpuBefore = gateway.cpu();

            var loud = Thread.ofPlatform()
                    .start(() -> crowd.send(IntStream.of(LOUD), loudPerSecond, time));
            crowd.send(IntStream.range(LOUD + 1, tenants), perSecond, time);
            loud.join();
            settle(gateway);

            long sent = others(crowd) - before;
            long arrived = arrived(gateway) - arrivedBefore;
            long loudArrived = gateway.xray.arrived(Crowd.name(LOUD)) - loudArrivedBefore;
            var books = gateway.allBooks();
            double cpu = gateway.cpu().minus(cpuBefore).toNanos() / 1e3 / (arrived + loudArrived);
            return new Counted(sent, sent - arrived,
                    pages(books, LOUD + 1).mapToLong(CrowdTrial::shed).sum(),
                    crowd.member(LOUD).sent() - loudBefore, loudArrived,
                    shed(books.getJsonObject(Crowd.name(LOUD))), gateway.xray.strays(),
                    gateway.kernelDropped() - droppedBefore,
                    pages(books, LOUD).filter(page -> page.getLong("imbalance") != 0).count(),
                    gateway.xray.calls() - callsBefore, gateway.sts.forms().size(), gateway.sts.mostUnderWay(), cpu,
                    gateway.peakRssMb(), time);
        }
    }

    private Stream<JsonObject> pages(JsonObject books, int from) {
        return IntStream.range(from, tenants).mapToObj(number -> books.getJsonObject(Crowd.name(number)));
    }

    private static long shed(JsonObject page) {
        return page.getJsonObject("shed", new JsonObject())
                .stream()
                .mapToLong(one -> ((Number) one.getValue()).longValue())
                .sum();
    }

    private long others(Crowd crowd) {
        return IntStream.range(LOUD + 1, tenants).mapToLong(number -> crowd.member(number).sent()).sum();
    }

    private long arrived(CrowdedGateway gateway) {
        return IntStream.range(LOUD + 1, tenants).mapToLong(number -> gateway.xray.arrived(Crowd.name(number))).sum();
    }

    /** Waits until no segment waits in the gateway. */
    private void settle(CrowdedGateway gateway) {
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofSeconds(1)).until(() -> {
            var books = gateway.allBooks();
            return books.stream()
                    .map(page -> (JsonObject) page.getValue())
                    .allMatch(page -> Stream.of("queued", "inFlight", "spooled")
                            .allMatch(state -> page.getLong(state, 0L) == 0));
        });
    }
}
