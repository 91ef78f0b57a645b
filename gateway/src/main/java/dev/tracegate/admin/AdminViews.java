package dev.tracegate.admin;

import dev.tracegate.flow.Balance;
import dev.tracegate.flow.DeadLetters;
import dev.tracegate.flow.Fates;
import dev.tracegate.telemetry.Exposition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the admin API shows.
 *
 * @param metrics the metrics page, in the form asked for
 * @param loop that owns books, dead letters and fates
 * @param books readings by tenant
 * @param fates empty where nothing is remembered
 */
public record AdminViews(List<ReadinessCheck> checks, Function<Exposition, String> metrics, LoopReader loop,
        Supplier<Map<String, Balance>> books, DeadLetters deadLetters, Optional<Fates> fates,
        Senders senders) {

    public AdminViews {
        checks = List.copyOf(checks);
    }
}
