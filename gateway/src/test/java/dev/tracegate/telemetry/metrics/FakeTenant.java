package dev.tracegate.telemetry.metrics;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.TenantId;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** The counts of a tenant, set by a test. */
public final class FakeTenant implements TenantView {
    public final Map<RejectReason, Long> rejected = new EnumMap<>(RejectReason.class);
    public final Map<ShedReason, Long> shed = new EnumMap<>(ShedReason.class);
    public final Map<String, Long> sampledOut = new TreeMap<>();
    public final Map<String, Long> deadLettered = new TreeMap<>();
    long undecidable;
    public long received;
    long unreadable;
    long invalidUtf8;
    public long queuedSegments;
    long queuedBytes;
    public long inFlight;
    public long delivered;
    long spooled;
    long restored;
    public long retried;
    private final TenantId id;

    public FakeTenant(String id) {
        this.id = new TenantId(id);
    }

    @Override
    public TenantId tenant() {
        return id;
    }

    @Override
    public long received() {
        return received;
    }

    @Override
    public long rejected(RejectReason reason) {
        return rejected.getOrDefault(reason, 0L);
    }

    @Override
    public long unreadable() {
        return unreadable;
    }

    @Override
    public long invalidUtf8() {
        return invalidUtf8;
    }

    @Override
    public long queuedSegments() {
        return queuedSegments;
    }

    @Override
    public long queuedBytes() {
        return queuedBytes;
    }

    @Override
    public long inFlight() {
        return inFlight;
    }

    @Override
    public long spooled() {
        return spooled;
    }

    @Override
    public long restored() {
        return restored;
    }

    @Override
    public long delivered() {
        return delivered;
    }

    @Override
    public long retried() {
        return retried;
    }

    @Override
    public long undecidable() {
        return undecidable;
    }

    @Override
    public Map<String, Long> sampledOut() {
        return Map.copyOf(sampledOut);
    }

    @Override
    public long shed(ShedReason reason) {
        return shed.getOrDefault(reason, 0L);
    }

    @Override
    public Map<String, Long> deadLettered() {
        return Map.copyOf(deadLettered);
    }
}
