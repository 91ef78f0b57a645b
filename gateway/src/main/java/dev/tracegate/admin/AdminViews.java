package dev.tracegate.admin;

import dev.tracegate.admin.read.IdentityView;
import dev.tracegate.admin.read.LoopReader;
import dev.tracegate.admin.read.ReadinessCheck;
import dev.tracegate.flow.history.DeadLetters;
import dev.tracegate.flow.history.SegmentHistory;
import dev.tracegate.flow.ledger.LedgerSnapshot;
import dev.tracegate.flow.ledger.StepwiseReading;
import dev.tracegate.telemetry.metrics.Exposition;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The state that the admin API shows.
 *
 * @param checks decide readiness
 * @param metrics returns the meters as text in a format; does not block its caller
 * @param loop the event loop that owns books, dead letters and fates
 * @param books starts a reading of all tenants; called on that loop
 * @param deadLetters the segments that X-Ray refused last; read on that loop
 * @param fates the history of segments; empty if it is off
 * @param senders the known senders
 */
public record AdminViews(List<ReadinessCheck> checks, Function<Exposition, Future<String>> metrics, LoopReader loop,
        Supplier<StepwiseReading<SortedMap<String, LedgerSnapshot>>> books, DeadLetters deadLetters,
        Optional<SegmentHistory> fates,
        IdentityView senders) {

    public AdminViews {
        checks = List.copyOf(checks);
    }
}
