package dev.tracegate.testkit;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An STS over real HTTP: AssumeRole and AssumeRoleWithWebIdentity, in the query protocol. Issues keys ASIAFAKE0001, 0002 and so on. */
public final class FakeSts implements AutoCloseable {
    /** The secret of every key issued. */
    public static final String SECRET = "issued-secret";

    private final HttpServer server;
    private final List<MultiMap> forms = new CopyOnWriteArrayList<>();
    private final List<MultiMap> headers = new CopyOnWriteArrayList<>();
    private volatile boolean denying;
    private volatile Instant expiry;

    private FakeSts(Vertx vertx, Instant expiry) {
        this.expiry = expiry;
        this.server = OnLoop.await(vertx.createHttpServer()
                .requestHandler(this::receive)
                .listen(0, "127.0.0.1"));
    }

    public static FakeSts start(Vertx vertx, Instant expiry) {
        return new FakeSts(vertx, expiry);
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public int port() {
        return server.actualPort();
    }

    /** Answers AccessDenied from now on. */
    public void deny(boolean yes) {
        denying = yes;
    }

    /** When the next keys end. */
    public void expireAt(Instant when) {
        expiry = when;
    }

    /** The parameters of each call. */
    public List<MultiMap> forms() {
        return List.copyOf(forms);
    }

    public List<MultiMap> headers() {
        return List.copyOf(headers);
    }

    @Override
    public void close() {
        OnLoop.await(server.close());
    }

    private void receive(HttpServerRequest request) {
        request.setExpectMultipart(true);
        request.end().onSuccess(end -> {
            forms.add(request.formAttributes());
            headers.add(request.headers());
            var response = request.response().putHeader("Content-Type", "text/xml");
            if (denying) {
                response.setStatusCode(403).end(denied());
            } else {
                response.end(issued(request.formAttributes().get("Action")));
            }
        });
    }

    private String issued(String action) {
        return """
                <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%1$sResult><Credentials>\
                <AccessKeyId>ASIAFAKE%2$04d</AccessKeyId><SecretAccessKey>%3$s</SecretAccessKey>\
                <SessionToken>token-%2$d</SessionToken><Expiration>%4$s</Expiration></Credentials>\
                <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/x/y</Arn><AssumedRoleId>A:y</AssumedRoleId></AssumedRoleUser>\
                </%1$sResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></%1$sResponse>"""
                .formatted(action, forms.size(), SECRET, expiry);
    }

    private static String denied() {
        return """
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code>\
                <Message>not authorized to perform: sts:AssumeRole</Message></Error><RequestId>r</RequestId></ErrorResponse>""";
    }
}
