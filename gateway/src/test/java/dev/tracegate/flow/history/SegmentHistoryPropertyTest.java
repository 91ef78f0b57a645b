package dev.tracegate.flow.history;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.flow.Batch;
import dev.tracegate.flow.SampledOut;
import dev.tracegate.flow.SegmentRefusal;
import dev.tracegate.flow.history.Fate.State;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.sampling.head.KeepRate;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.segment.TraceId;
import dev.tracegate.tenant.TenantId;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares random transitions of segments with an unbounded list as the model. */
class SegmentHistoryPropertyTest {
    private static final TenantId[] TENANTS = {new TenantId("a"), new TenantId("b")};
    private static final TraceId[] TRACES = {new TraceId(1, 1), new TraceId(1, 2), new TraceId(-1, -1)};
    private static final InetSocketAddress SOURCE = new InetSocketAddress("127.0.0.1", 9);
    private static final KeepRate[] RATES = {KeepRate.of(0.1), KeepRate.of(0.5)};
    private static final int STEPS = 2_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 5_000})
    void the_history_equals_the_newest_rows_of_the_model(int capacity) {
        for (int seed = 0; seed < 10; seed++) {
            new RandomRun(capacity, new Random(seed)).run();
        }
    }

    /** Rows use 96 bytes per segment, in seven arrays of fixed length. */
    @Test
    void the_arrays_do_not_exceed_the_configured_bytes() {
        for (long bytes : new long[]{1 << 16, 1 << 20, 8 << 20}) {
            var fates = new SegmentHistory(bytes, () -> 0, () -> Instant.EPOCH, 1);

            assertThat(fates.capacity() * (long) SegmentHistory.WIDTH + SegmentHistory.FIXED)
                    .isBetween(bytes - SegmentHistory.WIDTH, bytes);
            assertThat(arraysOf(fates)).isLessThanOrEqualTo(fates.capacity() * (long) SegmentHistory.WIDTH);
        }
    }

    private static long arraysOf(Object part) {
        long sum = 0;
        for (var field : part.getClass().getDeclaredFields()) {
            field.setAccessible(true);
            try {
                sum += switch (field.get(part)) {
                    case long[] longs -> (long) longs.length * Long.BYTES;
                    case int[] ints -> (long) ints.length * Integer.BYTES;
                    case FateRows rows -> part instanceof SegmentHistory ? arraysOf(rows) : 0;
                    case FateIndex index -> arraysOf(index);
                    case FateChains chains -> arraysOf(chains);
                    case null, default -> 0;
                };
            } catch (IllegalAccessException e) {
                throw new AssertionError(e);
            }
        }
        return sum;
    }

    /** A row of the model. */
    private static final class Row {
        Segment segment;
        final TenantId tenant;
        final Segment first;
        /** The number of rows written before this one. */
        final int place;
        State state;
        @Nullable
        String decision;

        Row(TenantId tenant, Segment segment, State state, int place) {
            this.tenant = tenant;
            this.segment = segment;
            this.first = segment;
            this.state = state;
            this.place = place;
        }
    }

    private static final class RandomRun {
        private final int capacity;
        private final Random random;
        private long now;
        private final SegmentHistory fates;
        private final List<Row> written = new ArrayList<>();
        private final List<Row> active = new ArrayList<>();

        RandomRun(int capacity, Random random) {
            this.capacity = capacity;
            this.random = random;
            this.fates = new SegmentHistory(SegmentHistory.FIXED + (long) capacity * SegmentHistory.WIDTH, () -> now,
                    () -> Instant.EPOCH.plusNanos(now), random.nextLong());
        }

        void run() {
            for (now = 1; now <= STEPS; now++) {
                step();
                if (now % 50 == 0) {
                    check();
                }
            }
        }

        private void step() {
            int choice = random.nextInt(10);
            if (choice < 4 || active.isEmpty()) {
                arrive();
            } else {
                int at = random.nextInt(active.size());
                var row = active.get(at);
                move(row);
                if (row.state.isEnd()) {
                    active.remove(at);
                }
            }
        }

        private void arrive() {
            var envelope = new Envelope(TRACES[random.nextInt(TRACES.length)], random.nextInt(4), 0, 1, 2, false, false,
                    false, false, false);
            var segment = new Segment(envelope, new byte[random.nextInt(3)], SOURCE, now);
            var tenant = TENANTS[random.nextInt(TENANTS.length)];
            switch (random.nextInt(6)) {
                case 5 -> sampleOut(tenant, segment);
                case 0 -> {
                    write(tenant, segment, State.SHED);
                    fates.shed(tenant, List.of(segment), ShedReason.QUEUE_FULL);
                }
                case 1 -> arriveFromPreviousRun(tenant, new Segment(envelope, segment.escaped(), SOURCE, -now));
                default -> {
                    var row = write(tenant, segment, State.QUEUED);
                    if (random.nextBoolean()) {
                        var rate = RATES[random.nextInt(RATES.length)];
                        fates.kept(segment, rate);
                        row.decision = "kept: " + rate.reason();
                    }
                    active.add(row);
                    fates.queued(tenant, segment);
                }
            }
        }

        private void sampleOut(TenantId tenant, Segment segment) {
            var rate = RATES[random.nextInt(RATES.length)];
            write(tenant, segment, State.SAMPLED_OUT).decision = "dropped: " + rate.reason();
            fates.sampledOut(tenant, new SampledOut(requireNonNull(segment.envelope().traceId()),
                    segment.envelope().id(), segment.bytes(), SOURCE, now), rate);
        }

        /** Adds a segment that differs from all those on disk, because the history cannot distinguish equal ones. */
        private void arriveFromPreviousRun(TenantId tenant, Segment segment) {
            if (written.stream().noneMatch(row -> row.state == State.SPOOLED && like(row.segment, segment))) {
                active.add(write(tenant, segment, State.WAITING));
                fates.waiting(Batch.of(tenant, List.of(segment)));
            }
        }

        private Row write(TenantId tenant, Segment segment, State state) {
            var row = new Row(tenant, segment, state, written.size());
            written.add(row);
            return row;
        }

        private boolean known(Row row) {
            return row.place >= written.size() - capacity;
        }

        private void move(Row row) {
            var batch = Batch.of(row.tenant, List.of(row.segment));
            switch (row.state) {
                case QUEUED, WAITING -> {
                    if (random.nextInt(4) == 0) {
                        row.state = State.SHED;
                        fates.shed(row.tenant, batch.segments(), ShedReason.BUFFER_FULL);
                    } else {
                        row.state = State.IN_FLIGHT;
                        fates.started(batch);
                    }
                }
                case IN_FLIGHT -> endCall(row, batch);
                case SPOOLED -> restore(row);
                default -> throw new AssertionError(row.state);
            }
        }

        private void endCall(Row row, Batch batch) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    row.state = State.DELIVERED;
                    fates.delivered(row.tenant, batch.segments(), null);
                }
                case 1 -> {
                    row.state = State.DEAD_LETTERED;
                    fates.deadLettered(row.tenant, row.segment, new SegmentRefusal("No", "", null));
                }
                case 2 -> {
                    row.state = State.SPOOLED;
                    fates.spooled(batch);
                }
                default -> wait(row, row.segment);
            }
        }

        /** The model identifies a returning segment by its content, and therefore only if no other segment has the same content. */
        private void restore(Row row) {
            long equalSegments = active.stream()
                    .filter(other -> other.state == State.SPOOLED && like(other.segment, row.segment))
                    .count();
            if (equalSegments == 1) {
                wait(row, new Segment(row.segment.envelope(), row.segment.escaped(), SOURCE, -now));
            }
        }

        private void wait(Row row, Segment segment) {
            if (known(row)) {
                row.state = State.WAITING;
                row.segment = segment;
            } else if (active.stream()
                    .anyMatch(other -> other.state == State.SPOOLED && known(other) && like(other.segment, segment))) {
                return; // the history could not tell which of the two waits
            } else {
                active.remove(row); // the history writes it as a new row
                active.add(write(row.tenant, segment, State.WAITING));
            }
            fates.waiting(Batch.of(row.tenant, List.of(segment)));
        }

        private static boolean like(Segment one, Segment other) {
            return one.envelope().equals(other.envelope()) && one.bytes() == other.bytes();
        }

        private void check() {
            for (var trace : TRACES) {
                var expected = IntStream.range(Math.max(0, written.size() - capacity), written.size())
                        .mapToObj(written::get)
                        .filter(row -> trace.equals(row.first.envelope().traceId()))
                        .toList();
                var result = found(fates, trace, Integer.MAX_VALUE).segments();
                assertThat(result).extracting(Fate::state)
                        .containsExactlyElementsOf(expected.stream().map(row -> row.state).toList());
                assertThat(result).extracting(Fate::received)
                        .containsExactlyElementsOf(expected.stream()
                                .map(row -> Instant.EPOCH.plusNanos(row.first.receivedNanos()))
                                .toList());
                assertThat(result).extracting(Fate::tenant)
                        .containsExactlyElementsOf(expected.stream().map(row -> row.tenant).toList());
                assertThat(result).extracting(Fate::decision)
                        .containsExactlyElementsOf(expected.stream().map(row -> row.decision).toList());
            }
        }
    }

    private static TraceFates found(SegmentHistory fates, TraceId trace, int most) {
        var search = fates.search(trace, most);
        return Stream.generate(search::step).flatMap(Optional::stream).findFirst().orElseThrow();
    }
}
