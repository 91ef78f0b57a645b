package dev.tracegate.app;

import dev.tracegate.dispatch.Dispatcher;
import dev.tracegate.flow.Balance;
import dev.tracegate.flow.Books;
import dev.tracegate.flow.Budget;
import dev.tracegate.flow.ShedReason;
import dev.tracegate.ingest.Intake;
import dev.tracegate.ingest.UdpReceiver;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.spool.SpoolStatus;
import dev.tracegate.telemetry.CredentialsState;
import dev.tracegate.telemetry.GatewayView;
import dev.tracegate.telemetry.SamplingAnswer;
import dev.tracegate.telemetry.SpoolHealth;
import dev.tracegate.telemetry.TenantView;
import dev.tracegate.tenant.TenantId;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;

/** The gateway's counts, where telemetry reads them. */
record Readings(Books books, Budget budget, Intake intake, UdpReceiver receiver, Upstream upstream, DiskSpool disk,
        LongAdder forbidden, Audit audit, Dispatcher dispatcher)
        implements
            GatewayView {

    @Override
    public Collection<? extends TenantView> tenants() {
        return books.tenants().stream().map(id -> new Tenant(books, id)).toList();
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
    public CredentialsState credentials() {
        return upstream.credentials();
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

    /** One tenant's page of the books, read anew at each question. */
    private record Tenant(Books books, TenantId tenant) implements TenantView {

        private Balance balance() {
            return books.read(tenant);
        }

        @Override
        public long received() {
            return balance().received();
        }

        @Override
        public long rejected(RejectReason reason) {
            return balance().rejected().getOrDefault(reason, 0L);
        }

        @Override
        public long unreadable() {
            return balance().unreadable();
        }

        @Override
        public long invalidUtf8() {
            return balance().replacedUtf8();
        }

        @Override
        public long queuedSegments() {
            return balance().queued();
        }

        @Override
        public long queuedBytes() {
            return balance().queuedBytes();
        }

        @Override
        public long inFlight() {
            return balance().inFlight();
        }

        @Override
        public long spooled() {
            return balance().spooled();
        }

        @Override
        public long restored() {
            return balance().restored();
        }

        @Override
        public long delivered() {
            return balance().delivered();
        }

        @Override
        public long retried() {
            return balance().retried();
        }

        @Override
        public long shed(ShedReason reason) {
            return balance().shed().getOrDefault(reason, 0L);
        }

        @Override
        public Map<String, Long> deadLettered() {
            return balance().deadLettered();
        }
    }
}
