package dev.tracegate.faults;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Chooses a random response for each upload and records the decision about each segment in the journal. */
final class ChaosMix implements Behaviour {
    private static final String NO_SEGMENTS = "{\"UnprocessedTraceSegments\":[]}";

    private final ChaosJournal journal;
    private final Random random;
    private final AtomicLong faults = new AtomicLong();
    private final List<Weighted> answers = List.of(
            new Weighted(300, this::accept),
            new Weighted(30, upload -> later(upload, Duration.ofMillis(200), this::accept)),
            new Weighted(30, upload -> half(upload, "ThrottlingException", false)),
            new Weighted(10, upload -> half(upload, "InvalidSegment", true)),
            new Weighted(20, upload -> upload.refuse(429, "ThrottledException", "Rate exceeded")),
            new Weighted(10, upload -> upload.refuse(500, "InternalFailure", "Internal failure")),
            new Weighted(10, upload -> page(upload, 502, "<html><body>Bad gateway</body></html>")),
            new Weighted(5, upload -> page(upload, 400, "<html><body>Bad request</body></html>")),
            new Weighted(3, upload -> page(upload, 413, "<html><body>Too large</body></html>")),
            new Weighted(3, upload -> page(upload, 403, "<html><body>Forbidden</body></html>")),
            new Weighted(5, upload -> taken(upload, 200, "{}")),
            new Weighted(5, upload -> taken(upload, 200, "{\"UnprocessedTraceSegments\": [}")),
            new Weighted(5, upload -> taken(upload, 200, "{\"UnprocessedTraceSegments\":null}")),
            new Weighted(5, upload -> taken(upload, 204, "")),
            new Weighted(5, this::takenAndCut),
            new Weighted(5, this::takenInSilence),
            new Weighted(5, upload -> upload.request().connection().close()),
            new Weighted(5, upload -> nameOthers(upload, new JsonObject())),
            new Weighted(5, upload -> nameOthers(upload, new JsonObject().put("Id", "00000000000000ff")
                    .put("ErrorCode", "InvalidSegment")
                    .put("Message", "of somebody else"))));
    private final int sum = answers.stream().mapToInt(Weighted::weight).sum();

    private record Weighted(int weight, Consumer<Upload> answer) {}

    ChaosMix(ChaosJournal journal, long seed) {
        this.journal = journal;
        this.random = new Random(seed);
    }

    /** The number of uploads with a fault. */
    long faults() {
        return faults.get();
    }

    @Override
    public void answer(Upload upload) {
        int drawn = random.nextInt(sum);
        int chosen = 0;
        while (drawn >= answers.get(chosen).weight) {
            drawn -= answers.get(chosen++).weight;
        }
        if (chosen > 0) {
            faults.incrementAndGet();
        }
        answers.get(chosen).answer.accept(upload);
    }

    /** Accepts like {@link Behaviour#good} and records it. */
    void accept(Upload upload) {
        took(upload, upload.ids(), true);
        upload.accept();
    }

    private void took(Upload upload, Collection<Long> ids, boolean answered) {
        journal.took(ids, answered && !upload.request().response().closed());
    }

    private void half(Upload upload, String code, boolean forGood) {
        took(upload, upload.ids().stream().filter(id -> (id & 1) == 0).toList(), true);
        if (forGood) {
            journal.refused(upload.ids().stream().filter(id -> (id & 1) != 0).toList());
        }
        upload.acceptHalf(code, forGood);
    }

    /** An intermediary answers, and X-Ray does not receive the call. */
    private static void page(Upload upload, int status, String html) {
        upload.request().response().setStatusCode(status).putHeader("Content-Type", "text/html").end(html);
    }

    /** Accepts all segments with a response that does not confirm it. */
    private void taken(Upload upload, int status, String body) {
        took(upload, upload.ids(), false);
        upload.acceptInSecret();
        upload.request().response().setStatusCode(status).end(body);
    }

    private void takenAndCut(Upload upload) {
        took(upload, upload.ids(), false);
        upload.acceptInSecret();
        upload.request().response().putHeader("Content-Length", "500").write(NO_SEGMENTS);
        upload.request().connection().close();
    }

    private void takenInSilence(Upload upload) {
        took(upload, upload.ids(), false);
        upload.acceptInSecret();
    }

    /** Accepts all segments but names an unknown one; a sender may then send them again. */
    private void nameOthers(Upload upload, JsonObject entry) {
        took(upload, upload.ids(), false);
        upload.acceptInSecret();
        upload.request()
                .response()
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("UnprocessedTraceSegments", new JsonArray().add(entry)).encode());
    }

    private static void later(Upload upload, Duration delay, Consumer<Upload> answer) {
        Vertx.currentContext().owner().setTimer(delay.toMillis(), timer -> answer.accept(upload));
    }
}
