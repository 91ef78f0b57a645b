package dev.tracegate.flow.history;

import dev.tracegate.flow.history.Fate.State;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.sampling.head.KeepRate;
import dev.tracegate.segment.Envelope;
import dev.tracegate.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Converts rows to {@link Fate}s, and monotonic times to instants. */
record FateReader(FateRows rows, StringInterner<TenantId> tenants, StringInterner<String> codes,
        KeepRateNumbers rates, InstantSource clock, LongSupplier nanoClock) {
    private static final ShedReason[] REASONS = ShedReason.values();

    TraceFates read(IntStream numbers, int seen, long sinceNanos) {
        var now = new Now(clock.instant(), nanoClock.getAsLong());
        return new TraceFates(now.at(sinceNanos), seen, numbers.mapToObj(row -> fate(row, now)).toList());
    }

    private Fate fate(int row, Now now) {
        long id = rows.segmentId(row);
        return new Fate(id == Envelope.UNREADABLE.id() ? null : HexFormat.of().toHexDigits(id),
                tenants.name(rows.tenant(row)),
                Addresses.of(rows.sourceHigh(row), rows.sourceLow(row), rows.port(row)), rows.bytes(row),
                now.at(rows.receivedNanos(row)), rows.state(row), now.at(rows.changedNanos(row)), reason(row),
                RequestId.of(rows.requestHigh(row), rows.requestLow(row)), decision(row));
    }

    private @Nullable String reason(int row) {
        return switch (rows.state(row)) {
            case State.SHED -> REASONS[rows.detail(row)].label();
            case State.DEAD_LETTERED -> codes.name(rows.detail(row));
            case State.SAMPLED_OUT -> KeepRate.RULE;
            default -> null;
        };
    }

    private @Nullable String decision(int row) {
        var reason = rates.reason(rows.decision(row));
        return reason == null ? null : (rows.state(row) == State.SAMPLED_OUT ? "dropped: " : "kept: ") + reason;
    }

    /** The same moment by both clocks. */
    private record Now(Instant instant, long nanos) {
        Instant at(long then) {
            return instant.plusNanos(then - nanos);
        }
    }
}
