package dev.tracegate.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Senders with more to send than they may, at a server that throttles by a quota, by chance or not at all; time passes millisecond by millisecond. */
class SendRateTest {
    private static final int BATCH = 50;
    private static final long MILLI = Duration.ofMillis(1).toNanos();

    private final Random random = new Random(7);
    private final List<Sender> senders = new ArrayList<>();
    private double quota = Double.POSITIVE_INFINITY;
    private double tokens;
    private double refusedByChance;
    private long now;

    /** One gateway: a backlog that grows by its load, and calls answered at once. */
    private final class Sender {
        private final SendRate rate = new SendRate();
        private final double perMilli;
        private double backlog;
        private long accepted;
        private long attempts;
        private long refused;

        @Override
        public String toString() {
            return "%d accepted of %d, limit %.0f".formatted(accepted, attempts * BATCH, rate.limit());
        }

        Sender(double perSecond) {
            this.perMilli = perSecond / 1_000;
        }

        void step() {
            backlog += perMilli;
            for (int most = 20; most > 0 && backlog >= BATCH && rate.nextNanos(now) <= now; most--) {
                rate.started(BATCH, now);
                attempts++;
                if (takes()) {
                    backlog -= BATCH;
                    accepted += BATCH;
                    rate.accepted(BATCH, now);
                } else {
                    refused++;
                    rate.throttled(0, null, now);
                }
            }
        }

        void forget() {
            accepted = attempts = refused = 0;
        }
    }

    @Test
    void nothing_is_held_back_where_nothing_is_throttled() {
        var sender = sender(5_000);

        run(30);

        assertThat(sender.rate.limit()).isInfinite();
        assertThat(sender.backlog).isLessThan(2 * BATCH);
    }

    @Test
    void a_ceiling_is_found_and_used_and_not_hammered() {
        quota = 2_600;
        var sender = sender(5_200);
        run(20);
        sender.forget();

        run(120);

        assertThat(sender.accepted).isGreaterThan((long) (0.95 * 120 * quota));
        assertThat(sender.refused / (double) sender.attempts).isLessThan(0.1);
    }

    @Test
    void ten_gateways_at_one_ceiling_use_all_of_it_and_each_has_its_share() {
        quota = 2_600;
        for (int i = 0; i < 10; i++) {
            sender(520);
        }
        run(30);
        senders.forEach(Sender::forget);

        run(180);

        assertThat(senders.stream().mapToLong(sender -> sender.accepted).sum())
                .isGreaterThan((long) (0.95 * 180 * quota));
        assertThat(senders).allSatisfy(
                sender -> assertThat(sender.accepted).isGreaterThan((long) (0.5 * 180 * quota / 10)));
        assertThat(senders.stream().mapToLong(sender -> sender.refused).sum()
                / (double) senders.stream().mapToLong(sender -> sender.attempts).sum()).isLessThan(0.15);
    }

    @Test
    void who_comes_late_gets_a_share_too() {
        quota = 2_600;
        sender(5_200);
        run(60);
        var late = sender(5_200);
        run(240);
        late.forget();

        run(120);

        assertThat(late.accepted).isGreaterThan((long) (0.5 * 120 * quota / 2));
    }

    @Test
    void calls_refused_by_chance_do_not_bring_the_rate_down() {
        for (double share : new double[]{0.03, 0.5, 0.9}) {
            senders.clear();
            refusedByChance = share;
            var sender = sender(1_000);
            run(30);
            sender.forget();

            run(60);

            assertThat(sender.accepted).as("refused: %s", share).isGreaterThan(48_000);
        }
    }

    @Test
    void a_ceiling_that_moves_up_is_followed() {
        quota = 500;
        var sender = sender(5_200);
        run(60);

        quota = 2_600;
        run(180);
        sender.forget();
        run(60);

        assertThat(sender.accepted).isGreaterThan((long) (0.95 * 60 * quota));
    }

    @Test
    void a_wait_that_was_asked_for_is_kept() {
        var rate = new SendRate();

        rate.throttled(0, Duration.ofSeconds(3), 0);

        assertThat(rate.nextNanos(0)).isEqualTo(Duration.ofSeconds(3).toNanos());
    }

    @Test
    void an_answer_that_comes_after_its_window_is_no_window_of_its_own() {
        var rate = new SendRate();
        now = Duration.ofMinutes(1).toNanos();
        for (int call = 0; call < 21; call++) {
            rate.started(BATCH, now + call * 50L * MILLI);
            rate.accepted(BATCH, now + call * 50L * MILLI);
        }

        rate.throttled(0, null, now + 1_010 * MILLI);

        assertThat(rate.limit()).isInfinite();
    }

    private Sender sender(double perSecond) {
        var sender = new Sender(perSecond);
        senders.add(sender);
        return sender;
    }

    private void run(int seconds) {
        for (long end = now + seconds * 1_000L * MILLI; now < end; now += MILLI) {
            tokens = Double.isInfinite(quota) ? tokens : Math.min(quota, tokens + quota / 1_000);
            int first = random.nextInt(senders.size());
            for (int i = 0; i < senders.size(); i++) {
                senders.get((first + i) % senders.size()).step();
            }
        }
    }

    private boolean takes() {
        if (random.nextDouble() < refusedByChance) {
            return false;
        }
        if (Double.isInfinite(quota)) {
            return true;
        }
        if (tokens < BATCH) {
            return false;
        }
        tokens -= BATCH;
        return true;
    }
}
