package dev.tracegate.flow;

import dev.tracegate.flow.Fate.State;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.TraceId;
import dev.tracegate.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Rows as {@link Fate}s, with times of day. */
record FateReader(FateRows rows, Names<TenantId> tenants, Names<String> codes, InstantSource clock,
        LongSupplier nanoClock) {
    private static final ShedReason[] REASONS = ShedReason.values();

    /** Of {@code count} rows from {@code oldest} on, around the ring. */
    TraceFates read(TraceId trace, int oldest, int count, int most, long sinceNanos) {
        var youngest = new ArrayDeque<Integer>();
        int seen = 0;
        for (int i = 0; i < count; i++) {
            int row = oldest + i < count ? oldest + i : oldest + i - count;
            if (rows.isOf(row, trace)) {
                seen++;
                youngest.add(row);
            }
            if (youngest.size() > most) {
                youngest.remove();
            }
        }
        var now = new Now(clock.instant(), nanoClock.getAsLong());
        var fates = new ArrayList<Fate>(youngest.size());
        youngest.forEach(row -> fates.add(fate(row, now)));
        return new TraceFates(now.at(sinceNanos), seen, fates);
    }

    private Fate fate(int row, Now now) {
        long id = rows.segmentId(row);
        return new Fate(id == Envelope.UNREADABLE.id() ? null : HexFormat.of().toHexDigits(id),
                tenants.name(rows.tenant(row)),
                Addresses.of(rows.sourceHigh(row), rows.sourceLow(row), rows.port(row)), rows.bytes(row),
                now.at(rows.receivedNanos(row)), rows.state(row), now.at(rows.changedNanos(row)), reason(row),
                RequestId.of(rows.requestHigh(row), rows.requestLow(row)));
    }

    private @Nullable String reason(int row) {
        return switch (rows.state(row)) {
            case State.SHED -> REASONS[rows.detail(row)].label();
            case State.DEAD_LETTERED -> codes.name(rows.detail(row));
            default -> null;
        };
    }

    /** One moment on both clocks. */
    private record Now(Instant instant, long nanos) {
        Instant at(long then) {
            return instant.plusNanos(then - nanos);
        }
    }
}
