package dev.tracegate.aws.xray;

import dev.tracegate.aws.http.LocalFailure;
import dev.tracegate.dispatch.SendOutcome.Failed;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts failed uploads by the categories of X-Ray's telemetry (BackendConnectionErrors). The X-Ray daemon since 3.6.0 always reports zeros
 * here. Any thread.
 */
public final class ConnectionErrors {
    private final LongAdder timeout = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder status4xx = new LongAdder();
    private final LongAdder status5xx = new LongAdder();
    private final LongAdder unknownHost = new LongAdder();
    private final LongAdder other = new LongAdder();

    /** Totals since the start of the process. */
    record Totals(long timeout, long refused, long status4xx, long status5xx, long unknownHost, long other) {
        static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0);

        Totals minus(Totals before) {
            return new Totals(timeout - before.timeout, refused - before.refused, status4xx - before.status4xx,
                    status5xx - before.status5xx, unknownHost - before.unknownHost, other - before.other);
        }
    }

    void count(Failed failed) {
        kind(failed).increment();
    }

    Totals totals() {
        return new Totals(timeout.sum(), refused.sum(), status4xx.sum(), status5xx.sum(), unknownHost.sum(),
                other.sum());
    }

    private LongAdder kind(Failed failed) {
        return switch (failed.status() / 100) {
            case 4 -> status4xx;
            case 5 -> status5xx;
            case 0 -> unanswered(failed);
            default -> other;
        };
    }

    private LongAdder unanswered(Failed failed) {
        return switch (failed.cause()) {
            case TIMEOUT -> timeout;
            case CONNECTION -> switch (failed.code()) {
                case LocalFailure.REFUSED -> refused;
                case LocalFailure.UNKNOWN_HOST -> unknownHost;
                default -> other;
            };
            default -> other;
        };
    }
}
