package dev.tracegate.app;

import dev.tracegate.app.upstream.Upstream;
import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.dispatch.Dispatcher;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.ingest.DatagramProcessor;
import dev.tracegate.ingest.tcp.SamplingAnswer;
import dev.tracegate.ingest.udp.UdpReceiver;
import dev.tracegate.spool.SpoolStatus;
import dev.tracegate.takeover.SocketBacklog;
import dev.tracegate.telemetry.metrics.CredentialsTag;
import dev.tracegate.telemetry.metrics.GatewayView;
import dev.tracegate.telemetry.metrics.SpoolHealth;
import dev.tracegate.telemetry.metrics.TenantView;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** The gateway's counts and states, as telemetry reads them. */
record MetricsView(SegmentLedger ledger, SegmentBudget budget, DatagramProcessor intake, UdpReceiver receiver,
        Upstream upstream, DiskSpool disk,
        LongAdder forbidden, Audit audit, Dispatcher dispatcher, Supplier<SocketBacklog> killedPredecessor)
        implements
            GatewayView {

    @Override
    public Collection<? extends TenantView> tenants() {
        return TenantReading.all(ledger);
    }

    @Override
    public long bufferBytes() {
        return budget.used();
    }

    @Override
    public long bufferLimitBytes() {
        return budget.limit();
    }

    @Override
    public long heldBytes() {
        return intake.heldBytes();
    }

    @Override
    public double sendRateLimit() {
        return dispatcher.segmentsPerSecond();
    }

    @Override
    public long refusedTenants() {
        return dispatcher.refusedTenants();
    }

    @Override
    public long stalledDestinations(String reason) {
        return dispatcher.stalled().stream().filter(one -> one.reason().equals(reason)).count();
    }

    @Override
    public OptionalLong kernelDrops() {
        return receiver.kernelDrops();
    }

    @Override
    public long predecessorUnreadBytes() {
        return killedPredecessor.get().unreadBytes();
    }

    @Override
    public long predecessorDrops() {
        return killedPredecessor.get().dropped();
    }

    @Override
    public CredentialsTag credentials() {
        return CredentialsTag.of(upstream.credentials());
    }

    @Override
    public SpoolHealth spool() {
        return disk.health();
    }

    @Override
    public long spoolBytes() {
        return disk.read(SpoolStatus::fileBytes);
    }

    @Override
    public long spoolLimitBytes() {
        return disk.read(SpoolStatus::limitBytes);
    }

    @Override
    public long spoolBatches() {
        return disk.read(SpoolStatus::rows);
    }

    @Override
    public long spoolOldestSeconds() {
        return disk.read(status -> status.oldestAge().toSeconds());
    }

    @Override
    public long samplingCalls(SamplingAnswer answer) {
        return upstream.samplingCalls(answer);
    }

    @Override
    public long imbalance() {
        return audit.imbalance();
    }

    @Override
    public long forbiddenCalls() {
        return forbidden.sum();
    }
}
