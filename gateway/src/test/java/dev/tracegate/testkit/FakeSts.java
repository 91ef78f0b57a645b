package dev.tracegate.testkit;

import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An STS over real HTTP: AssumeRole and AssumeRoleWithWebIdentity, in the query protocol. Issues keys ASIAFAKE0001, 0002 and so on. Once it
 * is told of roles it looks at their trust as STS does, knows no others, and issues keys that carry the role's name: ASIA-orders-1.
 */
public final class FakeSts implements AutoCloseable {
    /** The secret of every key issued. */
    public static final String SECRET = "issued-secret";

    private final HttpServer server;
    private final List<MultiMap> forms = new CopyOnWriteArrayList<>();
    private final List<MultiMap> headers = new CopyOnWriteArrayList<>();
    private final Map<String, Role> roles = new ConcurrentHashMap<>();
    private final Map<String, Refusal> refusals = new ConcurrentHashMap<>();
    private final AtomicInteger issued = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private volatile @Nullable Refusal everyone;
    private volatile Promise<Void> held = released();
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

    /**
     * What a role's trust policy asks for.
     *
     * @param externalId null where it does not ask
     * @param tags those it takes, no others; null where sts:TagSession is not allowed
     * @param sourceIdentity null where sts:SetSourceIdentity is not allowed
     */
    public record Role(@Nullable String externalId, @Nullable Map<String, String> tags,
            @Nullable String sourceIdentity) {}

    /** An error as STS answered it. */
    public record Refusal(int status, String code, String message) {}

    /** The role can be assumed from now on, by who satisfies its trust. */
    public FakeSts role(String arn, Role role) {
        roles.put(arn, role);
        return this;
    }

    /** What every call for the role is answered from now on; null for natural answers. */
    public void refuse(String arn, @Nullable Refusal refusal) {
        if (refusal == null) {
            refusals.remove(arn);
        } else {
            refusals.put(arn, refusal);
        }
    }

    /** The same for all calls. */
    public void refuse(@Nullable Refusal refusal) {
        everyone = refusal;
    }

    /** Answers AccessDenied from now on. */
    public void deny(boolean yes) {
        refuse(yes ? denied("AssumeRole") : null);
    }

    /** In STS's own words. */
    public static Refusal denied(String action) {
        return new Refusal(403, "AccessDenied",
                "User: arn:aws:sts::111122223333:assumed-role/gateway/i-1 is not authorized to perform: sts:" + action
                        + " on resource: arn:aws:iam::123456789012:role/x");
    }

    /** Answers nothing until {@link #release}. */
    public void hold() {
        held = Promise.promise();
    }

    public void release() {
        held.tryComplete();
    }

    /** Calls at the same time, at most. */
    public int mostUnderWay() {
        return mostUnderWay.get();
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
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        request.setExpectMultipart(true);
        request.end().onSuccess(end -> {
            var form = request.formAttributes();
            forms.add(form);
            headers.add(request.headers());
            var response = request.response().putHeader("Content-Type", "text/xml");
            underWay.decrementAndGet();
            held.future().onSuccess(go -> answer(form, response));
        });
    }

    private void answer(MultiMap form, HttpServerResponse response) {
        var refusal = refusal(form);
        if (refusal == null) {
            response.end(issued(form));
        } else {
            response.setStatusCode(refusal.status()).end(error(refusal));
        }
    }

    private static Promise<Void> released() {
        Promise<Void> promise = Promise.promise();
        promise.complete();
        return promise;
    }

    private @Nullable Refusal refusal(MultiMap form) {
        var arn = String.valueOf(form.get("RoleArn"));
        if (everyone != null) {
            return everyone;
        }
        return refusals.getOrDefault(arn, roles.isEmpty() ? null : untrusted(roles.get(arn), form));
    }

    private static @Nullable Refusal untrusted(@Nullable Role role, MultiMap form) {
        if (role == null || (role.externalId != null && !role.externalId.equals(form.get("ExternalId")))) {
            return denied("AssumeRole");
        }
        var tags = tags(form);
        if (!tags.isEmpty() && !tags.equals(role.tags)) {
            return denied("TagSession");
        }
        var identity = form.get("SourceIdentity");
        return identity != null && !identity.equals(role.sourceIdentity) ? denied("SetSourceIdentity") : null;
    }

    /** The session tags of a call. */
    public static Map<String, String> tags(MultiMap form) {
        var tags = new HashMap<String, String>();
        for (int i = 1; form.contains("Tags.member." + i + ".Key"); i++) {
            tags.put(form.get("Tags.member." + i + ".Key"), form.get("Tags.member." + i + ".Value"));
        }
        return tags;
    }

    private String issued(MultiMap form) {
        int number = issued.incrementAndGet();
        var arn = String.valueOf(form.get("RoleArn"));
        var key = roles.isEmpty()
                ? "ASIAFAKE%04d".formatted(number)
                : "ASIA-" + arn.substring(arn.lastIndexOf('/') + 1) + "-" + number;
        return """
                <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%1$sResult><Credentials>\
                <AccessKeyId>%2$s</AccessKeyId><SecretAccessKey>%3$s</SecretAccessKey>\
                <SessionToken>token-%4$d</SessionToken><Expiration>%5$s</Expiration></Credentials>\
                <AssumedRoleUser><Arn>arn:aws:sts::123456789012:assumed-role/x/y</Arn><AssumedRoleId>A:y</AssumedRoleId></AssumedRoleUser>\
                </%1$sResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></%1$sResponse>"""
                .formatted(form.get("Action"), key, SECRET, number, expiry);
    }

    private static String error(Refusal refusal) {
        return """
                <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>%s</Code>\
                <Message>%s</Message></Error><RequestId>r</RequestId></ErrorResponse>"""
                .formatted(refusal.code(), refusal.message());
    }
}
