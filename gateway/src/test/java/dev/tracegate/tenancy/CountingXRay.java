package dev.tracegate.tenancy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;

/**
 * An X-Ray that accepts every segment and counts them by the name in each, and those signed with another name's key. It keeps counts only: the
 * segments of a crowd would not fit into memory, as {@code FakeXRay} keeps them.
 */
final class CountingXRay implements AutoCloseable {
    private static final Pattern SIGNER = Pattern.compile("Credential=ASIA-(\\w+)-\\d+/\\d+/([\\w-]+)/");
    private static final String NAME = "\\\"name\\\":\\\"";

    private final HttpServer server;
    private final Map<String, LongAdder> arrived = new ConcurrentHashMap<>();
    private final LongAdder calls = new LongAdder();
    private final LongAdder strays = new LongAdder();
    private final Map<String, Set<String>> signers = new ConcurrentHashMap<>();
    private volatile boolean available = true;

    CountingXRay(Vertx vertx) {
        this.server = vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1").await();
    }

    String url() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** The number of segments with the given name. */
    long arrived(String name) {
        var count = arrived.get(name);
        return count == null ? 0 : count.sum();
    }

    long calls() {
        return calls.sum();
    }

    /** The number of segments signed with the key of another name. */
    long strays() {
        return strays.sum();
    }

    /** Whether calls are answered; else each gets a 503. */
    void available(boolean yes) {
        available = yes;
    }

    /** The roles and Regions that segments of that name were signed for, in the order of their first call: {@code orders eu-west-1}. */
    List<String> signers(String name) {
        return List.copyOf(signers.getOrDefault(name, Set.of()));
    }

    private void handle(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            if (!available) {
                request.response().setStatusCode(503).end();
                return;
            }
            if (request.path().equals("/TraceSegments")) {
                count(String.valueOf(request.getHeader("Authorization")), body);
            }
            request.response().end("{\"UnprocessedTraceSegments\":[]}");
        });
    }

    private void count(String authorization, Buffer body) {
        calls.increment();
        var claim = SIGNER.matcher(authorization);
        boolean signed = claim.find();
        var signer = signed ? claim.group(1) : "nobody";
        var region = signed ? claim.group(2) : "nowhere";
        var text = body.toString();
        for (int at = text.indexOf(NAME); at >= 0; at = text.indexOf(NAME, at)) {
            at += NAME.length();
            var name = text.substring(at, text.indexOf('\\', at));
            arrived.computeIfAbsent(name, any -> new LongAdder()).increment();
            signers.computeIfAbsent(name, any -> Collections.synchronizedSet(new LinkedHashSet<>()))
                    .add(signer + " " + region);
            if (!name.equals(signer)) {
                strays.increment();
            }
        }
    }

    @Override
    public void close() {
        server.close().await();
    }
}
