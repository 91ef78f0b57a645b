package dev.tracegate.embedded;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test advances. */
public final class ManualClock implements InstantSource {
    private volatile Instant now;

    public ManualClock(long epochSeconds) {
        now = Instant.ofEpochSecond(epochSeconds);
    }

    @Override
    public Instant instant() {
        return now;
    }

    public void advance(Duration time) {
        now = now.plus(time);
    }
}
