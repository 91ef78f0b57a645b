package dev.tracegate.admin;

import dev.tracegate.admin.auth.AdminAuthorization;
import dev.tracegate.admin.read.IdentityView;
import dev.tracegate.admin.read.LoopReader;
import dev.tracegate.admin.read.WorkloadView;
import dev.tracegate.flow.FlowListener;
import dev.tracegate.flow.SampledOut;
import dev.tracegate.flow.SegmentRefusal;
import dev.tracegate.flow.history.DeadLetters;
import dev.tracegate.flow.history.SegmentHistory;
import dev.tracegate.flow.ledger.LedgerSnapshot;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.sampling.head.KeepRate;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.segment.Segment;
import dev.tracegate.segment.TraceId;
import dev.tracegate.tenant.CredentialState;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.Capacities;
import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** An admin API over HTTP with segments of two tenants in its history and dead letters. */
final class AdminApi implements AutoCloseable {
    static final TraceId TRACE = new TraceId(0x65a1b2c3_01234567L, 0x89abcdef01234567L);
    static final Instant START = Instant.parse("2026-11-25T10:00:00Z");
    static final String TOKEN = "a-token-of-good-length";
    static final IdentityView NO_WORKLOADS = new IdentityView(List::of, source -> List.of("unknown_source"));
    private static final String REQUEST = "0f0e0d0c-1111-4222-8333-444455556666";
    private static final InetSocketAddress SOURCE = new InetSocketAddress("10.0.1.7", 40_000);

    final DeadLetters deadLetters = new DeadLetters(3, 100_000, () -> START.plusMillis(1_500));
    final SegmentHistory fates;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AdminServer server;
    private final AdminStart.Bound bound;
    private long now;

    static AdminApi open(Path folder) {
        return new AdminApi(folder, new AdminAuthorization.Open(), true, AdminApi::books);
    }

    AdminApi(Path folder, AdminAuthorization access, boolean keepsHistory,
            Supplier<Map<String, LedgerSnapshot>> books) {
        fates = new SegmentHistory(SegmentHistory.FIXED + 10L * SegmentHistory.WIDTH, () -> now,
                () -> START.plusNanos(now), 7);
        var views = new AdminViews(List.of(), format -> Future.succeededFuture("meters\n"),
                LoopReader.on(vertx.getOrCreateContext()), () -> () -> Optional.of(new TreeMap<>(books.get())),
                deadLetters,
                Optional.of(fates).filter(any -> keepsHistory),
                new IdentityView(AdminApi::workloads, NO_WORKLOADS.explain()));
        server = new AdminServer(vertx, OperationTable.of(views), access, Capacities.admin(Duration.ofSeconds(10)),
                System::nanoTime, folder.resolve("admin.port"));
        bound = (AdminStart.Bound) OnLoop.await(server.start("127.0.0.1", 0));
    }

    /** Records one delivered, one refused and one shed segment of {@code orders}, and a refused document of {@code billing} without ids. */
    void recordSegments() {
        var listener = FlowListener.all(bug -> {
            throw new AssertionError(bug);
        }, deadLetters, fates);
        var orders = new TenantId("orders");
        for (long id = 1; id <= 3; id++) {
            now = id * 1_000_000;
            var segment = segment(id, TRACE);
            listener.kept(segment, KeepRate.of(0.7));
            listener.queued(orders, segment);
        }
        now = 4_000_000;
        listener.sampledOut(new TenantId("billing"), new SampledOut(TRACE, 4, 290, SOURCE, 4_000_000),
                KeepRate.of(0.1));
        now = 1_500_000_000;
        listener.delivered(orders, List.of(segment(1, TRACE)), REQUEST);
        listener.deadLettered(orders, segment(2, TRACE),
                new SegmentRefusal("InvalidSegment", "no start time", REQUEST));
        listener.shed(orders, List.of(segment(3, TRACE)), ShedReason.BUFFER_FULL);
        listener.deadLettered(new TenantId("billing"), new Segment(Envelope.UNREADABLE, new byte[9], SOURCE, 1),
                new SegmentRefusal("MissingId", "", null));
    }

    private static List<WorkloadView> workloads() {
        var credentials = new CredentialState.Present(START.plusSeconds(3_600), "environment", "AKIA…42");
        var task = "arn:aws:ecs:eu-west-1:111122223333:task/prod/0123456789abcdef0123456789abcdef";
        return List.of(
                new WorkloadView("10.0.1.7", task, "prod", "orders", "orders-svc", "orders", null, "A",
                        "0123456789abcdef0123456789abcdef", Duration.ofMillis(1_500), credentials),
                new WorkloadView("172.17.0.3", null, null, null, null, null, "ambiguous_source", null, null,
                        Duration.ofSeconds(4), null));
    }

    private static Segment segment(long id, TraceId trace) {
        var envelope = new Envelope(trace, id, 0, 1, 2, false, false, false, false, false);
        return new Segment(envelope, new byte[300], SOURCE, id * 1_000_000);
    }

    static Map<String, LedgerSnapshot> books() {
        var rejected = new EnumMap<RejectReason, Long>(RejectReason.class);
        rejected.put(RejectReason.MISSING_HEADER, 1L);
        var shed = new EnumMap<ShedReason, Long>(ShedReason.class);
        shed.put(ShedReason.BUFFER_FULL, 2L);
        return Map.of("default",
                new LedgerSnapshot(1_004, 0, 0, 0, 7, rejected, Map.of("tenant_keep_rate", 900L), shed,
                        Map.of("InvalidSegment", 1L), 100, 0, 0, 0, 0, 0));
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + bound.port() + path)));
    }

    HttpResponse<String> send(String method, String path) {
        return send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + bound.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody()));
    }

    int port() {
        return bound.port();
    }

    /** A problem with the members of RFC 9457 and with {@code error} and {@code message}. */
    static JsonObject problem(int status, String title, String path, String error, String message) {
        return new JsonObject().put("type", "about:blank")
                .put("title", title)
                .put("status", status)
                .put("detail", message)
                .put("instance", path)
                .put("error", error)
                .put("message", message);
    }

    JsonObject json(String path) {
        return new JsonObject(get(path).body());
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString())
                .orTimeout(10, java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void close() {
        client.close();
        OnLoop.await(server.stop());
        OnLoop.await(vertx.close());
    }
}
