package dev.tracegate.aws.relay;

import dev.tracegate.aws.http.JsonBody;
import dev.tracegate.aws.http.LocalFailure;
import dev.tracegate.aws.http.Provenance;
import dev.tracegate.aws.xray.XRayCalls;
import dev.tracegate.http.HttpCaller;
import dev.tracegate.http.HttpReply;
import dev.tracegate.http.ReplyBound;
import dev.tracegate.ingest.tcp.ApiCall;
import dev.tracegate.ingest.tcp.ApiHandler;
import dev.tracegate.ingest.tcp.ApiReply;
import dev.tracegate.ingest.tcp.SamplingAnswer;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays the SDKs' sampling calls to X-Ray. The body is sent unchanged and signed with the gateway's own headers; no header of the client
 * is sent. X-Ray's answer is returned unchanged.
 *
 * <p>If X-Ray cannot be reached (no connection, no answer in time, 5xx, no credentials) or the answer is not X-Ray's ({@link Provenance}),
 * the relay answers from {@link SamplingFallbackCache}: an SDK receives only answers that it can read, and keeps its rules. The TCP
 * listener decides which paths reach the relay. Any event loop.
 */
public final class SamplingRelay implements ApiHandler {
    static final String RULES = "/GetSamplingRules";
    static final String TARGETS = "/SamplingTargets";

    private static final Logger LOG = LoggerFactory.getLogger(SamplingRelay.class);
    // some samplers send no body; X-Ray reads both as "no input", and its own SDKs send {}
    private static final Buffer NO_INPUT = Buffer.buffer("{}");
    private static final Buffer UNAVAILABLE = Buffer.buffer("{\"message\":\"X-Ray cannot be reached\"}");

    private final XRayCalls calls;
    private final HttpCaller http;
    private final SamplingFallbackCache cache;
    private final RelayMeter meter;
    private final Duration limit;

    /** @param limit for a whole call, including the wait for credentials */
    public SamplingRelay(XRayCalls calls, HttpCaller http, SamplingFallbackCache cache, RelayMeter meter,
            Duration limit) {
        this.calls = calls;
        this.http = http;
        this.cache = cache;
        this.meter = meter;
        this.limit = limit;
    }

    @Override
    public Future<ApiReply> answer(ApiCall call) {
        var body = call.body().length() == 0 ? NO_INPUT : call.body();
        return calls.post(http, call.path(), HttpHeaders.headers(), () -> body, limit, ReplyBound.SAMPLING,
                reply -> reply.whole() && isXRays(call, reply)
                        ? relayed(call, reply)
                        : fromCache(call, "HTTP " + reply.status() + ", but not a sampling answer of X-Ray"))
                .otherwise(error -> fromCache(call, reason(error)));
    }

    /** Whether an SDK can read the answer: a sampling answer, or a refusal by X-Ray itself. */
    private static boolean isXRays(ApiCall call, HttpReply reply) {
        if (reply.status() != 200) {
            return reply.status() < 500 && Provenance.errorType(reply) != null;
        }
        return switch (call.path()) {
            case RULES -> Provenance.isSamplingRules(reply.body(), asksForFirstPage(call.body()));
            case TARGETS -> Provenance.isSamplingTargets(reply.body());
            default -> JsonBody.object(reply.body()) != null;
        };
    }

    private ApiReply relayed(ApiCall call, HttpReply reply) {
        if (reply.status() == 200) {
            learn(call, reply.body());
        }
        meter.answered(call.path(), SamplingAnswer.RELAYED);
        return new ApiReply(reply.status(), forwarded(reply.headers()), reply.body());
    }

    private void learn(ApiCall call, Buffer answer) {
        switch (call.path()) {
            case RULES -> {
                if (asksForFirstPage(call.body())) {
                    cache.learnRules(answer);
                }
            }
            case TARGETS -> cache.learnTargets(answer);
            default -> {
            }
        }
    }

    private static boolean asksForFirstPage(Buffer request) {
        return JsonBody.orEmpty(request).getValue("NextToken") == null;
    }

    private ApiReply fromCache(ApiCall call, String why) {
        var known = cache.hasRules();
        LOG.debug("sampling call answered from the cache: path={} lastGood={} error=\"{}\"", call.path(), known, why);
        meter.answered(call.path(), known ? SamplingAnswer.LAST_GOOD : SamplingAnswer.DEFAULT_RULE);
        return switch (call.path()) {
            case RULES -> json(200, cache.rules());
            case TARGETS -> json(200, cache.targets(call.body()));
            default -> json(502, UNAVAILABLE);
        };
    }

    private static ApiReply json(int status, Buffer body) {
        return new ApiReply(status, HttpHeaders.headers().set(HttpHeaders.CONTENT_TYPE, "application/json"), body);
    }

    private static MultiMap forwarded(MultiMap headers) {
        var forwarded = HttpHeaders.headers();
        for (var header : headers) {
            var name = header.getKey();
            if (name.equalsIgnoreCase("Content-Type") || name.regionMatches(true, 0, "x-amzn-", 0, 7)) {
                forwarded.add(name, header.getValue());
            }
        }
        return forwarded;
    }

    private static String reason(Throwable error) {
        if (!LocalFailure.isExpected(error)) {
            LOG.error("relaying a sampling call failed; this is a bug", error);
        }
        return LocalFailure.read(error).message();
    }
}
