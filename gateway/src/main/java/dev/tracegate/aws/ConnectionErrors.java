package dev.tracegate.aws;

import dev.tracegate.dispatch.SendOutcome.Failed;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/** Failed calls by kind, as telemetry records name the kinds. (Since 3.6.0 the daemon reports zeros.) Any thread. */
final class ConnectionErrors {
    private final LongAdder timeout = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder http4xx = new LongAdder();
    private final LongAdder http5xx = new LongAdder();
    private final LongAdder unknownHost = new LongAdder();
    private final LongAdder other = new LongAdder();

    /** Counts since the start. */
    record Counts(long timeout, long refused, long http4xx, long http5xx, long unknownHost, long other) {
        Counts since(Counts before) {
            return new Counts(timeout - before.timeout, refused - before.refused, http4xx - before.http4xx,
                    http5xx - before.http5xx,
                    unknownHost - before.unknownHost, other - before.other);
        }
    }

    void count(Failed failed) {
        if (failed.status() >= 500) {
            http5xx.increment();
        } else if (failed.status() >= 400) {
            http4xx.increment();
        } else {
            withoutAnswer(failed).increment();
        }
    }

    private LongAdder withoutAnswer(Failed failed) {
        var words = (failed.code() + " " + failed.message()).toLowerCase(Locale.ROOT);
        return switch (failed.cause()) {
            case TIMEOUT -> timeout;
            case CONNECTION -> {
                if (words.contains("refused")) {
                    yield refused;
                }
                if (words.contains("unknownhost") || words.contains("resolve")) {
                    yield unknownHost;
                }
                yield words.contains("timed out") || words.contains("timeout") ? timeout : other;
            }
            default -> other;
        };
    }

    Counts read() {
        return new Counts(timeout.sum(), refused.sum(), http4xx.sum(), http5xx.sum(), unknownHost.sum(), other.sum());
    }
}
