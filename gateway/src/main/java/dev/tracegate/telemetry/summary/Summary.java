package dev.tracegate.telemetry.summary;

import dev.tracegate.telemetry.metrics.CredentialsTag;
import java.time.Duration;
import java.util.SortedMap;

/**
 * Counts of an interval, and current values at its end.
 *
 * @param received datagrams in the interval, as are the segments {@code delivered}, {@code retried} and {@code lost}
 * @param sampledOut segments dropped by sampling decisions in the interval, by the name of the rule; not lost
 * @param waiting segments that are queued or in flight at the end of the interval
 */
record Summary(Duration interval, long received, long delivered, long retried, Losses lost,
        SortedMap<String, Long> sampledOut, long waiting, long bufferBytes, long bufferLimitBytes,
        CredentialsTag credentials) {

    static Summary between(Snapshot before, Snapshot after, Duration interval) {
        return new Summary(interval, after.received() - before.received(), after.delivered() - before.delivered(),
                after.retried() - before.retried(), after.lost().since(before.lost()),
                Losses.since(after.sampledOut(), before.sampledOut()), after.waiting(),
                after.bufferBytes(), after.bufferLimitBytes(), after.credentials());
    }

    /** Memory budget in use, in percent; 0 without a budget. */
    double bufferPercent() {
        return bufferLimitBytes == 0 ? 0 : 100.0 * bufferBytes / bufferLimitBytes;
    }
}
