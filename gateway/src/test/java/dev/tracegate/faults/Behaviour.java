package dev.tracegate.faults;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** The response of the fake X-Ray to an upload. */
@FunctionalInterface
interface Behaviour {

    void answer(Upload upload);

    static Behaviour good() {
        return Upload::accept;
    }

    /** Throttles the given percentage of calls. */
    static Behaviour throttle(int percent) {
        return upload -> {
            if (upload.chance(percent)) {
                throttled(upload);
            } else {
                upload.accept();
            }
        };
    }

    /** Throttles one call with the given retry delay. */
    static Behaviour throttleOnce(String retryAfter) {
        var throttled = new AtomicBoolean();
        return upload -> {
            if (throttled.compareAndSet(false, true)) {
                upload.request().response().putHeader("Retry-After", retryAfter);
                throttled(upload);
            } else {
                upload.accept();
            }
        };
    }

    /** An intermediary answers with its own page. */
    static Behaviour page(int status) {
        return upload -> upload.refuseByPage(status);
    }

    static Behaviour quota(Quota quota) {
        return upload -> {
            if (quota.take(upload.ids().size(), System.nanoTime())) {
                upload.accept();
            } else {
                throttled(upload);
            }
        };
    }

    /** Accepts the segments after a delay. */
    static Behaviour slow(Duration latency) {
        return upload -> Vertx.currentContext().owner().setTimer(latency.toMillis(), timer -> upload.accept());
    }

    /** Accepts the segments and never answers. */
    static Behaviour hang() {
        return Upload::acceptInSecret;
    }

    static Behaviour refuse(int status, String code, String message) {
        return upload -> upload.refuse(status, code, message);
    }

    /** Accepts the segments with a response that is not JSON. */
    static Behaviour malformedReply() {
        return upload -> {
            upload.acceptInSecret();
            upload.request().response().end("{\"UnprocessedTraceSegments\": [}");
        };
    }

    /** Accepts the segments with a response that is shorter than its content length. */
    static Behaviour truncatedReply() {
        return upload -> {
            upload.acceptInSecret();
            upload.request().response().putHeader("Content-Length", "500").write("{\"UnprocessedTraceSegments\":");
            upload.request().connection().close();
        };
    }

    /** Reports a transient error for half of each batch. */
    static Behaviour halfThrottled() {
        return upload -> upload.acceptHalf("ThrottledException", false);
    }

    /** Refuses half of each batch as invalid. */
    static Behaviour halfInvalid() {
        return upload -> upload.acceptHalf("InvalidSegment", true);
    }

    private static void throttled(Upload upload) {
        upload.refuse(429, "ThrottledException", "Rate exceeded");
    }
}
