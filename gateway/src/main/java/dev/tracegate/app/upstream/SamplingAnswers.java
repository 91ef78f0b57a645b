package dev.tracegate.app.upstream;

import dev.tracegate.aws.relay.RelayAnswer;
import dev.tracegate.aws.relay.RelayMeter;
import dev.tracegate.telemetry.metrics.SamplingAnswer;
import java.util.concurrent.atomic.LongAdder;

/** Counts where the answers to sampling calls came from, for telemetry. */
public final class SamplingAnswers implements RelayMeter {
    private final LongAdder relayed = new LongAdder();
    private final LongAdder lastGood = new LongAdder();
    private final LongAdder defaultRule = new LongAdder();

    @Override
    public void answered(String path, RelayAnswer from) {
        switch (from) {
            case RELAYED -> relayed.increment();
            case LAST_GOOD -> lastGood.increment();
            case DEFAULT_RULE -> defaultRule.increment();
        }
    }

    long of(SamplingAnswer answer) {
        return switch (answer) {
            case RELAYED -> relayed.sum();
            case LAST_GOOD -> lastGood.sum();
            case DEFAULT_RULE -> defaultRule.sum();
        };
    }
}
