package dev.tracegate.sampling.head;

import static java.util.Objects.requireNonNull;

import dev.tracegate.sampling.head.HeadDecision.Outcome;
import dev.tracegate.segment.TraceId;
import dev.tracegate.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The newest head decisions, a ring in which a new one overwrites the oldest. Takes no memory before the first decision, and an object for none of
 * them. Owned by the loop that decides: all methods are called there.
 */
public final class DecisionLog implements DecisionListener, RecentDecisions {
    /** Two seconds of 500 documents a second: enough to see which tenants and traces a rate touches. The books count all decisions. */
    public static final int CAPACITY = 1_024;
    /** Bytes of the ring: three longs, three references and a byte for each decision, with headers. Within the base of the memory model. */
    public static final int BYTES = CAPACITY * (3 * Long.BYTES + 3 * Long.BYTES + 1) + 1_024;

    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private @Nullable Ring ring;
    private long written;

    /** @param nanoClock the clock of the times that are recorded; {@code clock} turns them into times of day */
    public DecisionLog(InstantSource clock, LongSupplier nanoClock) {
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    /** The arrays of the ring. */
    private static final class Ring {
        private final long[] ids = new long[2 * CAPACITY];
        private final long[] nanos = new long[CAPACITY];
        private final TenantId[] tenants = new TenantId[CAPACITY];
        private final KeepRate[] rates = new KeepRate[CAPACITY];
        private final Outcome[] outcomes = new Outcome[CAPACITY];
    }

    @Override
    public void decided(TenantId tenant, @Nullable TraceId trace, KeepRate rate, boolean kept, long receivedNanos) {
        var rows = ring == null ? new Ring() : ring;
        ring = rows;
        int row = (int) (written++ % CAPACITY);
        rows.ids[2 * row] = trace == null ? 0 : trace.high();
        rows.ids[2 * row + 1] = trace == null ? 0 : trace.low();
        rows.nanos[row] = receivedNanos;
        rows.tenants[row] = tenant;
        rows.rates[row] = rate;
        rows.outcomes[row] = trace == null ? Outcome.UNDECIDABLE : kept ? Outcome.KEPT : Outcome.DROPPED;
    }

    @Override
    public List<HeadDecision> newest(int most) {
        var now = clock.instant();
        long nanos = nanoClock.getAsLong();
        long oldest = Math.max(0, Math.max(written - CAPACITY, written - most));
        return LongStream.iterate(written - 1, number -> number >= oldest, number -> number - 1)
                .mapToInt(number -> (int) (number % CAPACITY))
                .mapToObj(row -> decision(requireNonNull(ring), row, now.minusNanos(nanos)))
                .toList();
    }

    /** @param origin when the monotonic clock stood at 0 */
    private static HeadDecision decision(Ring rows, int row, Instant origin) {
        var outcome = rows.outcomes[row];
        var trace = outcome == Outcome.UNDECIDABLE ? null : new TraceId(rows.ids[2 * row], rows.ids[2 * row + 1]);
        return new HeadDecision(origin.plusNanos(rows.nanos[row]), rows.tenants[row], trace, rows.rates[row], outcome);
    }
}
