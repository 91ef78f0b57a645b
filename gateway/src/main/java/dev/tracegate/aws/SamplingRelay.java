package dev.tracegate.aws;

import dev.tracegate.aws.XRayCalls.Answer;
import dev.tracegate.ingest.ApiCall;
import dev.tracegate.ingest.ApiHandler;
import dev.tracegate.ingest.ApiReply;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SDKs' two sampling calls: signed and relayed, X-Ray's status and body unchanged. Where X-Ray cannot be reached in time the SDKs get its
 * last good answer, else the Default rule: an SDK without an answer would sample by rules of its own. Nothing is ever sent unsigned.
 */
final class SamplingRelay implements ApiHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SamplingRelay.class);
    private static final String RULES = "/GetSamplingRules";
    /** The Java SDK gives up after 2 s. */
    static final Duration LIMIT = Duration.ofMillis(1_500);

    private final XRayCalls calls;
    private final InstantSource clock;
    private final Duration limit;
    private final LongAdder relayed = new LongAdder();
    private final LongAdder lastGood = new LongAdder();
    private final LongAdder defaultRule = new LongAdder();
    private volatile @Nullable Buffer goodRules;
    private final StandInTargets targets = new StandInTargets();

    SamplingRelay(XRayCalls calls, InstantSource clock, Duration limit) {
        this.calls = calls;
        this.clock = clock;
        this.limit = limit;
    }

    @Override
    public Future<ApiReply> answer(ApiCall call) {
        // some samplers send no body at all, which X-Ray takes for an empty object
        var body = call.body().length() == 0 ? Buffer.buffer("{}") : call.body();
        return calls.post(call.path(), body, Map.of(), limit)
                .compose(answer -> answer.status() >= 500 ? Future.failedFuture("X-Ray answered " + answer.status())
                        : Future.succeededFuture(answer))
                .map(answer -> relay(call, answer))
                .otherwise(failure -> standIn(call, body, failure));
    }

    long relayed() {
        return relayed.sum();
    }

    long lastGood() {
        return lastGood.sum();
    }

    long defaultRule() {
        return defaultRule.sum();
    }

    private ApiReply relay(ApiCall call, Answer answer) {
        relayed.increment();
        if (answer.status() == 200) {
            if (call.path().equals(RULES)) {
                // of a list in pages only the first would be kept, and that is not the list
                goodRules = SamplingAnswers.isWholeList(call.body(), answer.body()) ? answer.body() : goodRules;
            } else {
                targets.learn(answer.body());
            }
        } else if (ApiError.of(answer).cause() == dev.tracegate.dispatch.SendOutcome.Cause.EXPIRED_CREDENTIALS) {
            calls.credentialsExpired();
        }
        var headers = MultiMap.caseInsensitiveMultiMap();
        answer.headers().forEach((name, value) -> {
            if (name.equalsIgnoreCase("Content-Type")
                    || name.toLowerCase(java.util.Locale.ROOT).startsWith("x-amzn-")) {
                headers.add(name, value);
            }
        });
        return new ApiReply(answer.status(), headers, answer.body());
    }

    private ApiReply standIn(ApiCall call, Buffer body, Throwable failure) {
        LOG.atDebug().setCause(failure).log("A sampling call is answered here, because X-Ray could not be reached");
        var good = goodRules;
        if (call.path().equals(RULES) && good != null) {
            lastGood.increment();
            return json(good);
        }
        if (call.path().equals(RULES)) {
            defaultRule.increment();
            return json(SamplingAnswers.defaultRules());
        }
        (targets.learnt() ? lastGood : defaultRule).increment();
        return json(targets.answer(body, clock.instant()));
    }

    private static ApiReply json(Buffer body) {
        return new ApiReply(200, MultiMap.caseInsensitiveMultiMap().add("Content-Type", "application/json"), body);
    }
}
