package dev.tracegate.embedded;

import static dev.tracegate.embedded.Documents.START;
import static dev.tracegate.embedded.Documents.TRACE;
import static dev.tracegate.embedded.Documents.segment;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.embedded.store.StoreLimits;
import dev.tracegate.flow.Batch;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedSinkTest {
    private final RunningXRay running = new RunningXRay();
    private final EmbeddedSink sink = new EmbeddedSink(running.xray);

    @AfterEach
    void close() {
        running.close();
    }

    /** A segment in the form of ingest: escaped, without the quotes. */
    private static Segment escaped(String document) {
        var quoted = Json.encode(document);
        return new Segment(Envelope.UNREADABLE, quoted.substring(1, quoted.length() - 1).getBytes(UTF_8),
                InetSocketAddress.createUnresolved("localhost", 1), 0);
    }

    private static Batch batch(String... documents) {
        return Batch.of(new TenantId("default"), Stream.of(documents).map(EmbeddedSinkTest::escaped).toList());
    }

    private JsonArray stored() {
        var ids = new JsonObject().put("TraceIds", new JsonArray().add(TRACE));
        return running.answer("/Traces", ids).getJsonArray("Traces").getJsonObject(0).getJsonArray("Segments");
    }

    @Test
    void a_batch_is_stored_and_its_invalid_documents_are_named() {
        var user = "\"quoted\" \\ Ü \u0001";
        var good = segment(TRACE, "00000000000000f0", "shop", START, START + 1).put("user", user).encode() + "\n";
        var bad = segment(TRACE, "00000000000000f1", "shop", START, START + 1).put("type", "other").encode();

        var outcome = RunningXRay.await(sink.send(batch("T1Sabc", good, bad)));

        assertThat(outcome).isEqualTo(new SendOutcome.Answered("00000000-0000-0001-0000-000000000002",
                List.of(new SendOutcome.Unprocessed(null, "ParseError", "Invalid entity. ErrorCode: ParseError",
                        SendOutcome.Verdict.FINAL),
                        new SendOutcome.Unprocessed("00000000000000f1", "UnknownType",
                                "Invalid entity. ErrorCode: UnknownType", SendOutcome.Verdict.FINAL))));
        assertThat(stored().getJsonObject(0).getString("Document")).isEqualTo(good);
    }

    @Test
    void the_outcome_is_delivered_on_the_event_loop_of_the_caller() {
        Promise<Context> answered = Promise.promise();
        var caller = running.vertx.getOrCreateContext();

        caller.runOnContext(
                now -> sink.send(batch("{")).onComplete(done -> answered.complete(Vertx.currentContext())));

        assertThat(RunningXRay.await(answered.future())).isSameAs(caller);
    }

    @Test
    void a_batch_after_the_close_has_a_failed_outcome() {
        var limits = new StoreLimits(Duration.ofHours(1), 1 << 20);
        var closed = RunningXRay.await(
                EmbeddedXRay.open(running.vertx, null, limits, running.rules, 1, running.clock, UUID::randomUUID));
        RunningXRay.await(closed.close());

        var outcome = RunningXRay.await(new EmbeddedSink(closed).send(batch("{")));

        assertThat(outcome).isInstanceOf(SendOutcome.Failed.class);
    }
}
