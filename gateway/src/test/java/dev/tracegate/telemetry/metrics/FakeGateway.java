package dev.tracegate.telemetry.metrics;

import dev.tracegate.ingest.tcp.SamplingAnswer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** A gateway view with counts that a test sets; it starts with the tenant {@code default}. */
public final class FakeGateway implements GatewayView {
    public final FakeTenant tenant = new FakeTenant("default");
    public final List<FakeTenant> tenants = new ArrayList<>(List.of(tenant));
    final Map<SamplingAnswer, Long> samplingCalls = new EnumMap<>(SamplingAnswer.class);
    public long bufferBytes;
    long bufferLimitBytes = 64L * 1024 * 1024;
    double sendRateLimit = Double.POSITIVE_INFINITY;
    long refusedTenants;
    final Map<String, Long> stalled = new HashMap<>();
    public OptionalLong kernelDrops = OptionalLong.empty();
    public CredentialsTag credentials = CredentialsTag.VALID;
    SpoolHealth spool = SpoolHealth.OFF;
    long forbiddenCalls;
    long imbalance;
    long heldBytes;
    /** The number of readings of the tenants' books. */
    public int readings;

    @Override
    public Collection<FakeTenant> tenants() {
        readings++;
        return tenants;
    }

    @Override
    public long heldBytes() {
        return heldBytes;
    }

    @Override
    public long bufferBytes() {
        return bufferBytes;
    }

    @Override
    public long bufferLimitBytes() {
        return bufferLimitBytes;
    }

    @Override
    public long refusedTenants() {
        return refusedTenants;
    }

    @Override
    public long stalledDestinations(String reason) {
        return stalled.getOrDefault(reason, 0L);
    }

    @Override
    public double sendRateLimit() {
        return sendRateLimit;
    }

    @Override
    public OptionalLong kernelDrops() {
        return kernelDrops;
    }

    @Override
    public long predecessorUnreadBytes() {
        return 16;
    }

    @Override
    public long predecessorDrops() {
        return 17;
    }

    @Override
    public CredentialsTag credentials() {
        return credentials;
    }

    @Override
    public SpoolHealth spool() {
        return spool;
    }

    @Override
    public long spoolBytes() {
        return 1;
    }

    @Override
    public long spoolLimitBytes() {
        return 2;
    }

    @Override
    public long spoolBatches() {
        return 3;
    }

    @Override
    public long spoolOldestSeconds() {
        return 4;
    }

    @Override
    public long samplingCalls(SamplingAnswer answer) {
        return samplingCalls.getOrDefault(answer, 0L);
    }

    @Override
    public long imbalance() {
        return imbalance;
    }

    @Override
    public long forbiddenCalls() {
        return forbiddenCalls;
    }
}
