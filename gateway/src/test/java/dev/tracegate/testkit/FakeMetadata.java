package dev.tracegate.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The EC2 and ECS metadata services over real HTTP: fixed answers by path, tokens as version 2 of EC2's wants them. */
public final class FakeMetadata implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile @Nullable String token;
    private volatile boolean version1;
    private volatile boolean hanging;

    private FakeMetadata(Vertx vertx) {
        server = OnLoop.await(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
    }

    public static FakeMetadata start(Vertx vertx) {
        return new FakeMetadata(vertx);
    }

    public FakeMetadata serve(String path, String answer) {
        answers.put(path, answer);
        return this;
    }

    /** Answers only with this token, which a PUT gets. */
    public void requireToken(String value) {
        token = value;
    }

    /** Knows no tokens. */
    public void version1Only() {
        token = null;
        version1 = true;
    }

    public void hang() {
        hanging = true;
    }

    public String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** Method and path of each. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void close() {
        OnLoop.await(server.close());
    }

    private void answer(HttpServerRequest request) {
        calls.add(request.method() + " " + request.path());
        var expected = token;
        if (hanging) {
            return;
        }
        if (request.path().equals("/latest/api/token") && !version1) {
            request.response().end(expected == null ? "any" : expected);
        } else if (expected != null && !expected.equals(request.getHeader("X-aws-ec2-metadata-token"))) {
            request.response().setStatusCode(401).end();
        } else {
            var found = answers.get(request.path());
            request.response().setStatusCode(found == null ? 404 : 200).end(found == null ? "" : found);
        }
    }
}
