package dev.tracegate.faults;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** How X-Ray answers an upload. */
@FunctionalInterface
interface Behaviour {

    void answer(Upload upload);

    static Behaviour good() {
        return Upload::accept;
    }

    /** Throttles so many calls of a hundred. */
    static Behaviour throttle(int percent) {
        return upload -> {
            if (upload.chance(percent)) {
                throttled(upload);
            } else {
                upload.accept();
            }
        };
    }

    /** Throttles one call, and asks for this wait. */
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

    /** Something else answers, with a page of its own. */
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

    /** Takes its time: the segments are accepted at its end. */
    static Behaviour slow(Duration latency) {
        return upload -> Vertx.currentContext().owner().setTimer(latency.toMillis(), timer -> upload.accept());
    }

    /** Takes the segments and never answers, which for the sender is the worst way to hang. */
    static Behaviour hang() {
        return Upload::acceptInSecret;
    }

    static Behaviour refuse(int status, String code, String message) {
        return upload -> upload.refuse(status, code, message);
    }

    /** Takes the segments; the answer is not JSON. */
    static Behaviour malformedReply() {
        return upload -> {
            upload.acceptInSecret();
            upload.request().response().end("{\"UnprocessedTraceSegments\": [}");
        };
    }

    /** Takes the segments; the answer is shorter than it announced, and the connection ends. */
    static Behaviour truncatedReply() {
        return upload -> {
            upload.acceptInSecret();
            upload.request().response().putHeader("Content-Length", "500").write("{\"UnprocessedTraceSegments\":");
            upload.request().connection().close();
        };
    }

    /** Half of each batch did not get through this time. */
    static Behaviour halfThrottled() {
        return upload -> upload.acceptHalf("ThrottledException", false);
    }

    /** Half of each batch is no segment. */
    static Behaviour halfInvalid() {
        return upload -> upload.acceptHalf("InvalidSegment", true);
    }

    private static void throttled(Upload upload) {
        upload.refuse(429, "ThrottledException", "Rate exceeded");
    }
}
