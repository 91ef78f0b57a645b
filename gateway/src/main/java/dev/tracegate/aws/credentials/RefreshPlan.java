package dev.tracegate.aws.credentials;

import dev.tracegate.retry.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/** When the next credentials are fetched: before the present ones expire, and after a failure. */
interface RefreshPlan {

    /**
     * When to fetch the next credentials.
     *
     * @param expiry of the credentials that have just been issued
     */
    Instant refreshAt(Instant now, Instant expiry, RandomGenerator random);

    /** The pauses to make between fetches that fail with this error. */
    Backoff pausesAfter(Throwable error, RandomGenerator random);

    /** The plan for the process's own credentials. */
    RefreshPlan OWN = new RefreshPlan() {
        // as in the SDKs: five minutes before expiry, when every source has the next credentials ready
        private static final Duration AHEAD = Duration.ofMinutes(5);

        @Override
        public Instant refreshAt(Instant now, Instant expiry, RandomGenerator random) {
            var half = Duration.between(now, expiry).dividedBy(2);
            return expiry.minus(half.compareTo(AHEAD) < 0 ? half : AHEAD);
        }

        @Override
        public Backoff pausesAfter(Throwable error, RandomGenerator random) {
            return RoleRefused.Scope.TRANSIENT.pauses(random);
        }
    };

    /** The plan for tenants' roles, of which there may be thousands on each of many hosts: the fetches are spread over time. */
    RefreshPlan ROLE = new RefreshPlan() {
        private static final double EARLIEST = 0.5;
        private static final double LATEST = 0.8;

        @Override
        public Instant refreshAt(Instant now, Instant expiry, RandomGenerator random) {
            long lifetime = Math.max(0, Duration.between(now, expiry).toMillis());
            return now.plusMillis((long) (lifetime * random.nextDouble(EARLIEST, LATEST)));
        }

        @Override
        public Backoff pausesAfter(Throwable error, RandomGenerator random) {
            return (error instanceof RoleRefused refused ? refused.scope() : RoleRefused.Scope.TRANSIENT)
                    .pauses(random);
        }
    };
}
