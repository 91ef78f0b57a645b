package dev.tracegate.telemetry.metrics;

import dev.tracegate.dispatch.DispatchEvent;
import dev.tracegate.dispatch.SendOutcome;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

/** Upload durations by outcome. All timers are created up front, so that recording needs no lookup in the registry. */
final class UploadMeters implements Consumer<DispatchEvent> {
    private static final Duration[] BUCKETS = {Duration.ofMillis(5), Duration.ofMillis(10), Duration.ofMillis(25),
            Duration.ofMillis(50), Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500),
            Duration.ofSeconds(1), Duration.ofMillis(2_500), Duration.ofSeconds(5), Duration.ofSeconds(10)};

    private final Timer answered;
    private final Map<SendOutcome.Cause, Timer> failed = new EnumMap<>(SendOutcome.Cause.class);

    UploadMeters(MeterRegistry registry) {
        answered = timer(registry, "answered");
        for (var cause : SendOutcome.Cause.values()) {
            failed.put(cause, timer(registry, cause.label()));
        }
    }

    private static Timer timer(MeterRegistry registry, String outcome) {
        return Timer.builder(MeterName.UPLOAD.meter())
                .description(MeterName.UPLOAD.description())
                .tags(Meters.tags(MeterName.UPLOAD, outcome))
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    @Override
    public void accept(DispatchEvent event) {
        if (event instanceof DispatchEvent.Attempted(_, var outcome, var took)) {
            switch (outcome) {
                case SendOutcome.Answered _ -> answered.record(took);
                case SendOutcome.Failed(var cause, _, _, _, _) -> failed.getOrDefault(cause, answered).record(took);
                case SendOutcome.NotSent _ -> {
                }
            }
        }
    }
}
