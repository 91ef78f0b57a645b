package dev.tracegate.aws.credentials;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** When the next credentials are looked for: ahead of the end of the present ones, and after a failure. */
interface RefreshPlan {

    /** @param expiry of the ones that have just been issued */
    Instant refreshAt(Instant now, Instant expiry, RandomGenerator random);

    Pauses after(Throwable error);

    /** Pauses that double, from the first to the longest; each is cut by up to a half, by chance. */
    record Pauses(Duration first, Duration longest) {
        private static final int MOST_DOUBLINGS = 6;

        /** Jitter keeps a fleet that lost STS together from coming back together. */
        Duration pause(int failures, RandomGenerator random) {
            var full = first.multipliedBy(1L << Math.min(failures, MOST_DOUBLINGS));
            var capped = full.compareTo(longest) < 0 ? full : longest;
            return capped.dividedBy(2).plusMillis(random.nextLong(capped.toMillis() / 2 + 1));
        }
    }

    /** For the process's own. */
    RefreshPlan OWN = new RefreshPlan() {
        // as the SDKs: five minutes before the end, when every source has the next ones ready
        private static final Duration AHEAD = Duration.ofMinutes(5);

        @Override
        public Instant refreshAt(Instant now, Instant expiry, RandomGenerator random) {
            var half = Duration.between(now, expiry).dividedBy(2);
            return expiry.minus(half.compareTo(AHEAD) < 0 ? half : AHEAD);
        }

        @Override
        public Pauses after(Throwable error) {
            return RoleRefused.Scope.PASSING.pauses();
        }
    };

    /** For tenants' roles, of which there may be thousands on each of many hosts. */
    RefreshPlan ROLE = new RefreshPlan() {
        private static final double EARLIEST = 0.5;
        private static final double LATEST = 0.8;

        @Override
        public Instant refreshAt(Instant now, Instant expiry, RandomGenerator random) {
            long life = Math.max(0, Duration.between(now, expiry).toMillis());
            return now.plusMillis((long) (life * random.nextDouble(EARLIEST, LATEST)));
        }

        @Override
        public Pauses after(Throwable error) {
            return (error instanceof RoleRefused refused ? refused.scope() : RoleRefused.Scope.PASSING).pauses();
        }
    };
}
