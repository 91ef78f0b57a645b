package dev.tracegate.interop;

import dev.tracegate.testkit.SigV4;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A fake X-Ray over HTTP that records requests and answers as configured. */
public final class RecordingXRay implements AutoCloseable {
    /** The response to GetSamplingRules; the first page of X-Ray always has the Default rule. */
    public static final String SAMPLING_RULES = "{\"SamplingRuleRecords\":[{\"SamplingRule\":{\"RuleName\":\"Default\",\"Priority\":10000,"
            + "\"FixedRate\":0.05,\"ReservoirSize\":1,\"ServiceName\":\"*\",\"ServiceType\":\"*\",\"Host\":\"*\",\"HTTPMethod\":\"*\","
            + "\"URLPath\":\"*\",\"ResourceARN\":\"*\",\"Version\":1,\"Attributes\":{}}}]}";

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final boolean tls;
    private final List<String> documents = new CopyOnWriteArrayList<>();
    private final Map<String, String> signers = new ConcurrentHashMap<>();
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private volatile BiConsumer<HttpServerRequest, Buffer> uploads = this::accept;

    record Call(String path, String authorization, String body) {}

    public RecordingXRay() {
        this(new HttpServerOptions());
    }

    /** @param options with TLS, or without */
    RecordingXRay(HttpServerOptions options) {
        tls = options.isSsl();
        server = vertx.createHttpServer(options).requestHandler(this::handle).listen(0, "127.0.0.1").await();
    }

    public URI endpoint() {
        return URI.create((tls ? "https" : "http") + "://127.0.0.1:" + server.actualPort());
    }

    /** The documents accepted so far. */
    public List<String> documents() {
        return documents;
    }

    /** The key id that signed the upload, by accepted document. */
    Map<String, String> signers() {
        return signers;
    }

    /** Calls other than uploads. */
    List<Call> calls() {
        return calls;
    }

    /** From now on uploads are never answered. */
    void hang() {
        uploads = (request, body) -> {};
    }

    /** From now on uploads are refused with this status and code. */
    void fail(int status, String code) {
        uploads = (request, body) -> request.response()
                .setStatusCode(status)
                .putHeader("x-amzn-ErrorType", code)
                .end("{\"Message\":\"told to\"}");
    }

    /** From now on documents that contain {@code word} are refused individually. */
    void refuse(String word) {
        uploads = (request, body) -> {
            var unprocessed = new JsonArray();
            for (var document : documentsOf(body)) {
                if (document.contains(word)) {
                    unprocessed.add(new JsonObject().put("Id", new JsonObject(document).getString("id"))
                            .put("ErrorCode", "InvalidSegment")
                            .put("Message", "told to"));
                } else {
                    documents.add(document);
                }
            }
            request.response().end(new JsonObject().put("UnprocessedTraceSegments", unprocessed).encode());
        };
    }

    /** From now on all uploads are accepted again. */
    void recover() {
        uploads = this::accept;
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            if (request.path().equals("/TraceSegments")) {
                uploads.accept(request, body);
            } else {
                calls.add(
                        new Call(request.path(), String.valueOf(request.getHeader("Authorization")), body.toString()));
                request.response().putHeader("Content-Type", "application/json").end(SAMPLING_RULES);
            }
        });
    }

    private void accept(HttpServerRequest request, Buffer body) {
        var key = SigV4.Claim.of(request.headers()).keyId();
        documentsOf(body).forEach(document -> signers.put(document, key));
        documents.addAll(documentsOf(body));
        request.response().putHeader("x-amzn-RequestId", "req-1").end("{\"UnprocessedTraceSegments\":[]}");
    }

    @SuppressWarnings("unchecked")
    private static List<String> documentsOf(Buffer body) {
        return body.toJsonObject().getJsonArray("TraceSegmentDocuments").getList();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
