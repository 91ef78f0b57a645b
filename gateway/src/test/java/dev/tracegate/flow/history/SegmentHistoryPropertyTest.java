package dev.tracegate.flow.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.flow.Batch;
import dev.tracegate.flow.SegmentRefusal;
import dev.tracegate.flow.history.Fate.State;
import dev.tracegate.flow.ledger.ShedReason;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares random moves of segments with a list that forgets nothing. */
class SegmentHistoryPropertyTest {
    private static final TenantId[] TENANTS = {new TenantId("a"), new TenantId("b")};
    private static final TraceId[] TRACES = {new TraceId(1, 1), new TraceId(1, 2), new TraceId(-1, -1)};
    private static final InetSocketAddress SOURCE = new InetSocketAddress("127.0.0.1", 9);
    private static final int STEPS = 2_000;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 5_000})
    void what_is_told_is_right_and_what_is_forgotten_is_absent(int capacity) {
        for (int seed = 0; seed < 10; seed++) {
            new RandomRun(capacity, new Random(seed)).run();
        }
    }

    /** 96 bytes for each segment, in seven arrays that never grow: the arrays are all the memory that rows take. */
    @Test
    void takes_no_more_than_it_was_given() {
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

    /** A row of the list. */
    private static final class Life {
        Segment segment;
        final TenantId tenant;
        final Segment first;
        /** Number of the row in the ring that was written for it last. */
        final int place;
        State state;

        Life(TenantId tenant, Segment segment, State state, int place) {
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
        private final List<Life> written = new ArrayList<>();
        private final List<Life> alive = new ArrayList<>();

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
            if (choice < 4 || alive.isEmpty()) {
                arrive();
            } else {
                int at = random.nextInt(alive.size());
                var life = alive.get(at);
                move(life);
                if (life.state.isEnd()) {
                    alive.remove(at);
                }
            }
        }

        private void arrive() {
            var envelope = new Envelope(TRACES[random.nextInt(TRACES.length)], random.nextInt(4), 0, 1, 2, false, false,
                    false, false, false);
            var segment = new Segment(envelope, new byte[random.nextInt(3)], SOURCE, now);
            var tenant = TENANTS[random.nextInt(TENANTS.length)];
            switch (random.nextInt(5)) {
                case 0 -> {
                    write(tenant, segment, State.SHED);
                    fates.shed(tenant, List.of(segment), ShedReason.QUEUE_FULL);
                }
                case 1 -> arriveFromRunBefore(tenant, new Segment(envelope, segment.escaped(), SOURCE, -now));
                default -> {
                    alive.add(write(tenant, segment, State.QUEUED));
                    fates.queued(tenant, segment);
                }
            }
        }

        /** A segment that is unlike all those on disk, since the history could not tell it from an equal one. */
        private void arriveFromRunBefore(TenantId tenant, Segment segment) {
            if (written.stream().noneMatch(life -> life.state == State.SPOOLED && like(life.segment, segment))) {
                alive.add(write(tenant, segment, State.WAITING));
                fates.waiting(Batch.of(tenant, List.of(segment)));
            }
        }

        private Life write(TenantId tenant, Segment segment, State state) {
            var life = new Life(tenant, segment, state, written.size());
            written.add(life);
            return life;
        }

        private boolean known(Life life) {
            return life.place >= written.size() - capacity;
        }

        private void move(Life life) {
            var batch = Batch.of(life.tenant, List.of(life.segment));
            switch (life.state) {
                case QUEUED, WAITING -> {
                    if (random.nextInt(4) == 0) {
                        life.state = State.SHED;
                        fates.shed(life.tenant, batch.segments(), ShedReason.BUFFER_FULL);
                    } else {
                        life.state = State.IN_FLIGHT;
                        fates.started(batch);
                    }
                }
                case IN_FLIGHT -> endCall(life, batch);
                case SPOOLED -> comeBack(life);
                default -> throw new AssertionError(life.state);
            }
        }

        private void endCall(Life life, Batch batch) {
            switch (random.nextInt(4)) {
                case 0 -> {
                    life.state = State.DELIVERED;
                    fates.delivered(life.tenant, batch.segments(), null);
                }
                case 1 -> {
                    life.state = State.DEAD_LETTERED;
                    fates.deadLettered(life.tenant, life.segment, new SegmentRefusal("No", "", null));
                }
                case 2 -> {
                    life.state = State.SPOOLED;
                    fates.spooled(batch);
                }
                default -> wait(life, life.segment);
            }
        }

        /** The model identifies a returning segment by its content, and therefore only if no other segment has the same content. */
        private void comeBack(Life life) {
            long alike = alive.stream()
                    .filter(other -> other.state == State.SPOOLED && like(other.segment, life.segment))
                    .count();
            if (alike == 1) {
                wait(life, new Segment(life.segment.envelope(), life.segment.escaped(), SOURCE, -now));
            }
        }

        private void wait(Life life, Segment segment) {
            if (known(life)) {
                life.state = State.WAITING;
                life.segment = segment;
            } else if (alive.stream()
                    .anyMatch(other -> other.state == State.SPOOLED && known(other) && like(other.segment, segment))) {
                return; // which of the two waits could not be told
            } else {
                alive.remove(life); // it is written anew, as another
                alive.add(write(life.tenant, segment, State.WAITING));
            }
            fates.waiting(Batch.of(life.tenant, List.of(segment)));
        }

        private static boolean like(Segment one, Segment other) {
            return one.envelope().equals(other.envelope()) && one.bytes() == other.bytes();
        }

        private void check() {
            for (var trace : TRACES) {
                var expected = IntStream.range(Math.max(0, written.size() - capacity), written.size())
                        .mapToObj(written::get)
                        .filter(life -> trace.equals(life.first.envelope().traceId()))
                        .toList();
                var told = found(fates, trace, Integer.MAX_VALUE).segments();
                assertThat(told).extracting(Fate::state)
                        .containsExactlyElementsOf(expected.stream().map(life -> life.state).toList());
                assertThat(told).extracting(Fate::received)
                        .containsExactlyElementsOf(expected.stream()
                                .map(life -> Instant.EPOCH.plusNanos(life.first.receivedNanos()))
                                .toList());
                assertThat(told).extracting(Fate::tenant)
                        .containsExactlyElementsOf(expected.stream().map(life -> life.tenant).toList());
            }
        }
    }

    private static TraceFates found(SegmentHistory fates, TraceId trace, int most) {
        var search = fates.search(trace, most);
        return Stream.generate(search::step).flatMap(Optional::stream).findFirst().orElseThrow();
    }
}
