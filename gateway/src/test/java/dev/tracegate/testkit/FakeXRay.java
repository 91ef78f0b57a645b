package dev.tracegate.testkit;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * An X-Ray over real HTTP on a free loopback port: answers as X-Ray does, checks signatures when told the secret, and misbehaves on demand.
 * It records every call, refused ones included.
 */
public final class FakeXRay implements AutoCloseable {
    private static final int MAX_DOCUMENTS = 50;

    private final HttpServer server;
    private final String scheme;
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final List<String> documents = new CopyOnWriteArrayList<>();
    private final Map<String, String> signers = new ConcurrentHashMap<>();
    private final Set<Object> connections = ConcurrentHashMap.newKeySet();
    private final @Nullable Vertx owned;
    private volatile Behaviour behaviour = this::natural;
    private volatile @Nullable String secret;

    /** A call as it arrived. */
    public record Call(String method, String path, String query, MultiMap headers, Buffer body) {}

    /** How calls are answered. */
    public interface Behaviour {
        void answer(Call call, HttpServerRequest request);
    }

    private FakeXRay(Vertx vertx, HttpServerOptions options, boolean ownsVertx) {
        this.owned = ownsVertx ? vertx : null;
        this.scheme = options.isSsl() ? "https" : "http";
        this.server = OnLoop.await(vertx.createHttpServer(options.setPort(0).setHost("127.0.0.1"))
                .requestHandler(this::receive)
                .listen());
    }

    public static FakeXRay start(Vertx vertx) {
        return start(vertx, new HttpServerOptions());
    }

    public static FakeXRay start(Vertx vertx, HttpServerOptions options) {
        return new FakeXRay(vertx, options, false);
    }

    /** With event loops of its own, for tests of a gateway in another process. */
    public static FakeXRay start() {
        return start(new HttpServerOptions());
    }

    /** @param options with TLS or without */
    public static FakeXRay start(HttpServerOptions options) {
        return new FakeXRay(Vertx.vertx(), options, true);
    }

    public int port() {
        return server.actualPort();
    }

    public String url() {
        return scheme + "://127.0.0.1:" + port();
    }

    /** From now on; null for natural answers. */
    public FakeXRay behave(@Nullable Behaviour how) {
        this.behaviour = how == null ? this::natural : how;
        return this;
    }

    /** From now on every call must be signed with this secret; natural answers to others are 403. */
    public FakeXRay requireSignature(String withSecret) {
        this.secret = withSecret;
        return this;
    }

    public List<Call> calls() {
        return List.copyOf(calls);
    }

    public Call lastCall() {
        return calls.getLast();
    }

    /** Every document accepted by PutTraceSegments, in order. */
    public List<String> documents() {
        return List.copyOf(documents);
    }

    /** The access key id that each accepted document's call was signed with, by document. */
    public Map<String, String> signers() {
        return Map.copyOf(signers);
    }

    /** How many connections calls have come over. */
    public int connections() {
        return connections.size();
    }

    @Override
    public void close() {
        OnLoop.await(owned == null ? server.close() : owned.close());
    }

    // misbehaviours

    public static Behaviour throttle() {
        return error(429, "ThrottledException", "{\"Message\":\"Rate exceeded\"}");
    }

    public static Behaviour error(int status, String type, String body) {
        return (call, request) -> request.response()
                .setStatusCode(status)
                .putHeader("x-amzn-ErrorType", type)
                .putHeader("x-amzn-RequestId", UUID.randomUUID().toString())
                .putHeader("Content-Type", "application/json")
                .end(body);
    }

    /** Never answers. */
    public static Behaviour hang() {
        return (call, request) -> {};
    }

    /** Closes the connection without an answer. */
    public static Behaviour reset() {
        return (call, request) -> request.connection().close();
    }

    /** A 200 whose body ends before the length it announced. */
    public static Behaviour truncate() {
        return (call, request) -> {
            request.response().putHeader("Content-Length", "500").write("{\"UnprocessedTraceSegments\":[{\"Id\":\"");
            request.connection().close();
        };
    }

    /** A 200 with this body. */
    public static Behaviour body(String json) {
        return (call, request) -> ok(request, json);
    }

    /** Accepts the documents without this word and reports the others as unprocessed. */
    public Behaviour rejecting(String word) {
        return (call, request) -> {
            var unprocessed = new JsonArray();
            new JsonObject(call.body()).getJsonArray("TraceSegmentDocuments").forEach(sent -> {
                var document = (String) sent;
                if (document.contains(word)) {
                    unprocessed.add(new JsonObject().put("Id", new JsonObject(document).getString("id"))
                            .put("ErrorCode", "InvalidSegment")
                            .put("Message", "not accepted"));
                } else {
                    accept(document, call);
                }
            });
            ok(request, new JsonObject().put("UnprocessedTraceSegments", unprocessed).encode());
        };
    }

    // natural answers

    private void receive(HttpServerRequest request) {
        connections.add(request.connection());
        request.body().onSuccess(body -> {
            var query = request.query();
            var call = new Call(request.method().name(), request.path(), query == null ? "" : query,
                    request.headers(), body);
            calls.add(call);
            behaviour.answer(call, request);
        });
    }

    private void natural(Call call, HttpServerRequest request) {
        var wrong = signatureError(call);
        if (wrong != null) {
            error(403, wrong, "{\"message\":\"" + wrong + "\"}").answer(call, request);
            return;
        }
        switch (call.path()) {
            case "/TraceSegments" -> putTraceSegments(call, request);
            case "/TelemetryRecords" -> ok(request, "{}");
            case "/GetSamplingRules" -> ok(request, RULES);
            case "/SamplingTargets" -> ok(request, TARGETS);
            default -> error(404, "UnknownOperationException", "{}").answer(call, request);
        }
    }

    private @Nullable String signatureError(Call call) {
        var key = secret;
        if (key == null) {
            return null;
        }
        if (!call.headers().contains("Authorization")) {
            return "MissingAuthenticationTokenException";
        }
        var expected = SigV4.signature(call.method(), call.path(), call.query(), call.headers(), call.body(), key);
        return expected.equals(SigV4.Claim.of(call.headers()).signature()) ? null : "InvalidSignatureException";
    }

    private void putTraceSegments(Call call, HttpServerRequest request) {
        JsonArray sent;
        try {
            sent = new JsonObject(call.body()).getJsonArray("TraceSegmentDocuments");
        } catch (DecodeException e) {
            error(400, "SerializationException", "{}").answer(call, request);
            return;
        }
        if (sent == null || sent.isEmpty() || sent.size() > MAX_DOCUMENTS) {
            error(400, "InvalidRequestException", "{\"Message\":\"Exceeding maximum segment count: 50\"}")
                    .answer(call, request);
            return;
        }
        sent.forEach(document -> accept((String) document, call));
        ok(request, "{\"UnprocessedTraceSegments\":[]}");
    }

    private void accept(String document, Call call) {
        if (call.headers().contains("Authorization")) {
            signers.put(document, SigV4.Claim.of(call.headers()).keyId());
        }
        documents.add(document);
    }

    private static void ok(HttpServerRequest request, String json) {
        request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("x-amzn-RequestId", "1-fake-" + UUID.randomUUID())
                .end(json);
    }

    /** What GetSamplingRules naturally answers: one custom rule and the Default one. */
    public static final String RULES = """
            {"NextToken":null,"SamplingRuleRecords":[\
            {"CreatedAt":1.7E9,"ModifiedAt":1.7E9,"SamplingRule":{"Attributes":{},"FixedRate":0.25,"HTTPMethod":"*","Host":"*",\
            "Priority":100,"ReservoirSize":2,"ResourceARN":"*","RuleARN":"arn:aws:xray:us-west-2:123456789012:sampling-rule/orders",\
            "RuleName":"orders","ServiceName":"my-ecs-app","ServiceType":"*","URLPath":"/api/orders","Version":1}},\
            {"CreatedAt":0.0,"ModifiedAt":0.0,"SamplingRule":{"Attributes":{},"FixedRate":0.05,"HTTPMethod":"*","Host":"*",\
            "Priority":10000,"ReservoirSize":1,"ResourceARN":"*","RuleARN":"arn:aws:xray:us-west-2:123456789012:sampling-rule/Default",\
            "RuleName":"Default","ServiceName":"*","ServiceType":"*","URLPath":"*","Version":1}}]}""";

    /** What SamplingTargets naturally answers: a boosted rate for the custom rule. */
    public static final String TARGETS = """
            {"LastRuleModification":1.7E9,"SamplingTargetDocuments":[{"FixedRate":0.5,"Interval":10,"ReservoirQuota":1,\
            "ReservoirQuotaTTL":1.7000003E9,"RuleName":"orders","SamplingBoost":null}],"UnprocessedBoostStatistics":[],\
            "UnprocessedStatistics":[]}""";
}
