package dev.tracegate.spool;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.spool.SpoolState.Closed;
import dev.tracegate.spool.SpoolState.Degraded;
import dev.tracegate.spool.SpoolState.Full;
import dev.tracegate.spool.SpoolState.Opening;
import dev.tracegate.spool.SpoolState.Waiting;
import dev.tracegate.spool.SpoolState.Working;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** State and sizes of the spool. Written on the spool's loop, which logs each change of state; read from any thread. */
public final class SpoolStatus {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolStatus.class);

    private final SpoolSettings settings;
    private final InstantSource clock;
    private volatile SpoolState state = new Opening();
    private volatile long fileBytes;
    private volatile int rows;
    private volatile long oldestMillis = Long.MAX_VALUE;

    SpoolStatus(SpoolSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    public SpoolState state() {
        return state;
    }

    /** Bytes of the file and its write-ahead log, as last measured. */
    public long fileBytes() {
        return fileBytes;
    }

    /** Upper bound of {@link #fileBytes}. */
    public long limitBytes() {
        return settings.maxBytes();
    }

    /** Stored batches without an outcome: waiting, or taken and being sent. */
    public int rows() {
        return rows;
    }

    /** Age of the oldest waiting batch; zero if none waits. */
    public Duration oldestAge() {
        long stored = oldestMillis;
        return stored == Long.MAX_VALUE ? Duration.ZERO : Duration.ofMillis(Math.max(0, clock.millis() - stored));
    }

    /** Why only memory is available, for the operator; empty if the spool works or its state is not known yet. */
    public Optional<String> problem() {
        return switch (state) {
            case Opening _,Working _,Closed _ -> Optional.empty();
            case Waiting(var since) -> Optional.of("another process has " + settings.file() + ", since " + since
                    + "; segments wait in memory only");
            case Full(var since) -> Optional.of("the disk of " + settings.folder() + " is full, since " + since
                    + "; new segments wait in memory only");
            case Degraded(var reason, var since) -> Optional.of(reason + ", since " + since
                    + "; segments wait in memory only");
        };
    }

    void set(SpoolState next) {
        var before = state;
        if (before instanceof Closed || isSameState(before, next)) {
            return;
        }
        state = next;
        switch (next) {
            case Working _ -> LOG.info("The spool works: {}, at most {} MB", settings.file(),
                    settings.maxBytes() >> 20);
            case Waiting _ -> LOG.info("The spool waits for another process to give up {}", settings.file());
            case Full _ -> LOG.warn("The spool takes no more segments: the disk of {} is full", settings.folder());
            case Degraded(var reason, _) -> LOG.warn(
                    "The spool cannot be used, and segments wait in memory only: {}: {}", settings.file(), reason);
            case Opening _,Closed _ -> {
                // not logged: the gateway logs its start and its stop itself
            }
        }
    }

    private static boolean isSameState(SpoolState one, SpoolState other) {
        if (one instanceof Degraded(var before, _) && other instanceof Degraded(var now, _)) {
            return before.equals(now);
        }
        return one.getClass() == other.getClass();
    }

    void restored(long segments, int batches) {
        if (batches > 0) {
            LOG.info("The spool restored {} segments of an earlier process, in {} batches", segments, batches);
        }
    }

    void merged(long segments, int batches) {
        LOG.info("The spool merged {} segments in {} batches from the separate file of an earlier gateway",
                segments, batches);
    }

    void handedOver() {
        LOG.info("The spool has been handed over to the successor");
    }

    void otherFailed(String reason) {
        LOG.warn("Cannot merge the separate spool file of an earlier gateway: {}", reason);
    }

    void shed(Collection<StoredRow> gone, ShedReason reason) {
        if (!gone.isEmpty()) {
            LOG.warn("The spool gave up {} segments: {}", gone.stream().mapToLong(StoredRow::segments).sum(),
                    reason.label());
        }
    }

    void fileBytes(long bytes) {
        fileBytes = bytes;
    }

    void rows(int count, long oldest) {
        rows = count;
        oldestMillis = oldest;
    }
}
