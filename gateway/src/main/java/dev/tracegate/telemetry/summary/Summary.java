package dev.tracegate.telemetry.summary;

import dev.tracegate.telemetry.metrics.CredentialsState;
import java.time.Duration;

/**
 * What happened in an interval, and how things stand at its end.
 *
 * @param received datagrams in the interval; {@code delivered}, {@code retried} and {@code lost} are of the interval too
 * @param waiting segments queued or in flight at its end
 */
record Summary(Duration interval, long received, long delivered, long retried, Losses lost, long waiting,
        long bufferBytes, long bufferLimitBytes, CredentialsState credentials) {

    static Summary between(Snapshot before, Snapshot after, Duration interval) {
        return new Summary(interval, after.received() - before.received(), after.delivered() - before.delivered(),
                after.retried() - before.retried(), after.lost().since(before.lost()), after.waiting(),
                after.bufferBytes(), after.bufferLimitBytes(), after.credentials());
    }

    /** The part of the memory budget in use, in percent; 0 where there is no budget. */
    double bufferPercent() {
        return bufferLimitBytes == 0 ? 0 : 100.0 * bufferBytes / bufferLimitBytes;
    }
}
