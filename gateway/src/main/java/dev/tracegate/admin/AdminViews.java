package dev.tracegate.admin;

import dev.tracegate.flow.Balance;
import dev.tracegate.flow.DeadLetters;
import dev.tracegate.flow.Fates;
import dev.tracegate.flow.StepwiseReading;
import dev.tracegate.telemetry.Exposition;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the admin API shows.
 *
 * @param metrics the metrics page, in the form asked for
 * @param loop that owns books, dead letters and fates
 * @param books a reading by tenant, begun on the loop
 * @param fates empty where nothing is remembered
 */
public record AdminViews(List<ReadinessCheck> checks, Function<Exposition, Future<String>> metrics, LoopReader loop,
        Supplier<StepwiseReading<SortedMap<String, Balance>>> books, DeadLetters deadLetters, Optional<Fates> fates,
        Senders senders) {

    public AdminViews {
        checks = List.copyOf(checks);
    }
}
