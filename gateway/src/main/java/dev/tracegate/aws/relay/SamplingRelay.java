package dev.tracegate.aws.relay;

import dev.tracegate.aws.http.HttpCaller;
import dev.tracegate.aws.http.HttpReply;
import dev.tracegate.aws.http.JsonBody;
import dev.tracegate.aws.http.LocalFailure;
import dev.tracegate.aws.http.Provenance;
import dev.tracegate.aws.xray.XRayCalls;
import dev.tracegate.http.ReplyBound;
import dev.tracegate.ingest.tcp.ApiCall;
import dev.tracegate.ingest.tcp.ApiHandler;
import dev.tracegate.ingest.tcp.ApiReply;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Relays the SDKs' sampling calls to X-Ray: the body as it came, signed over the gateway's own headers and none of the client's, the answer
 * as it is. While X-Ray cannot be reached (no connection, no answer in time, 5xx, nothing to sign with), or the answer is not X-Ray's
 * ({@link Provenance}), it answers from memory: an SDK gets only what it can read, and keeps its rules. The TCP listener decides which
 * paths get here.
 */
public final class SamplingRelay implements ApiHandler {
    static final String RULES = "/GetSamplingRules";
    static final String TARGETS = "/SamplingTargets";

    private static final Logger LOG = LoggerFactory.getLogger(SamplingRelay.class);
    // some samplers send no body at all; to X-Ray both say "no input", and {} is what its own SDKs send
    private static final Buffer NO_INPUT = Buffer.buffer("{}");
    private static final Buffer UNAVAILABLE = Buffer.buffer("{\"message\":\"X-Ray cannot be reached\"}");

    private final XRayCalls calls;
    private final HttpCaller http;
    private final SamplingFallbackCache memory;
    private final RelayMeter meter;
    private final Duration limit;

    /** @param limit for a whole call, credentials included */
    public SamplingRelay(XRayCalls calls, HttpCaller http, SamplingFallbackCache memory, RelayMeter meter,
            Duration limit) {
        this.calls = calls;
        this.http = http;
        this.memory = memory;
        this.meter = meter;
        this.limit = limit;
    }

    @Override
    public Future<ApiReply> answer(ApiCall call) {
        var body = call.body().length() == 0 ? NO_INPUT : call.body();
        return calls.post(http, call.path(), HttpHeaders.headers(), () -> body, limit, ReplyBound.SAMPLING,
                reply -> reply.whole() && isXRays(call, reply)
                        ? relayed(call, reply)
                        : fromMemory(call, "HTTP " + reply.status() + ", but not a sampling answer of X-Ray"))
                .otherwise(error -> fromMemory(call, reason(error)));
    }

    /** Whether an SDK can read it: a sampling answer, or a refusal by X-Ray itself. */
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
        meter.answered(call.path(), RelayAnswer.RELAYED);
        return new ApiReply(reply.status(), kept(reply.headers()), reply.body());
    }

    private void learn(ApiCall call, Buffer answer) {
        switch (call.path()) {
            case RULES -> {
                if (asksForFirstPage(call.body())) {
                    memory.learnRules(answer);
                }
            }
            case TARGETS -> memory.learnTargets(answer);
            default -> {
            }
        }
    }

    private static boolean asksForFirstPage(Buffer request) {
        return JsonBody.orEmpty(request).getValue("NextToken") == null;
    }

    private ApiReply fromMemory(ApiCall call, String why) {
        var known = memory.hasRules();
        LOG.debug("sampling call answered from memory: path={} lastGood={} error=\"{}\"", call.path(), known, why);
        meter.answered(call.path(), known ? RelayAnswer.LAST_GOOD : RelayAnswer.DEFAULT_RULE);
        return switch (call.path()) {
            case RULES -> json(200, memory.rules());
            case TARGETS -> json(200, memory.targets(call.body()));
            default -> json(502, UNAVAILABLE);
        };
    }

    private static ApiReply json(int status, Buffer body) {
        return new ApiReply(status, HttpHeaders.headers().set(HttpHeaders.CONTENT_TYPE, "application/json"), body);
    }

    private static MultiMap kept(MultiMap headers) {
        var kept = HttpHeaders.headers();
        for (var header : headers) {
            var name = header.getKey();
            if (name.equalsIgnoreCase("Content-Type") || name.regionMatches(true, 0, "x-amzn-", 0, 7)) {
                kept.add(name, header.getValue());
            }
        }
        return kept;
    }

    private static String reason(Throwable error) {
        if (!LocalFailure.isExpected(error)) {
            LOG.error("relaying a sampling call failed; this is a bug", error);
        }
        return LocalFailure.read(error).message();
    }
}
