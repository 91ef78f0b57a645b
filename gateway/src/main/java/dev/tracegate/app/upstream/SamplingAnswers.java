package dev.tracegate.app.upstream;

import dev.tracegate.aws.relay.RelayMeter;
import dev.tracegate.ingest.tcp.SamplingAnswer;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts the answers to sampling calls by their origin, for telemetry. Any thread. */
public final class SamplingAnswers implements RelayMeter {
    private final Map<SamplingAnswer, LongAdder> counts = new EnumMap<>(SamplingAnswer.class);

    public SamplingAnswers() {
        for (var answer : SamplingAnswer.values()) {
            counts.put(answer, new LongAdder());
        }
    }

    @Override
    public void answered(String path, SamplingAnswer from) {
        adder(from).increment();
    }

    long of(SamplingAnswer answer) {
        return adder(answer).sum();
    }

    private LongAdder adder(SamplingAnswer answer) {
        return Objects.requireNonNull(counts.get(answer));
    }
}
