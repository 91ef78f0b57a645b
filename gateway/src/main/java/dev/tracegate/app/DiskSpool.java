package dev.tracegate.app;

import dev.tracegate.admin.read.ReadinessCheck;
import dev.tracegate.config.Settings;
import dev.tracegate.dispatch.Overflow;
import dev.tracegate.flow.Wakeable;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.spool.Spool;
import dev.tracegate.spool.SpoolSettings;
import dev.tracegate.spool.SpoolState;
import dev.tracegate.spool.SpoolStatus;
import dev.tracegate.spool.SpoolTenants;
import dev.tracegate.takeover.SpoolSuccession;
import dev.tracegate.telemetry.metrics.SpoolHealth;
import dev.tracegate.tenant.TenantDirectory;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The spool, if the settings enable it. */
public final class DiskSpool implements SpoolSuccession {
    private final @Nullable Spool spool;
    private final boolean explicit;
    private final Path folder;

    DiskSpool(Settings.Spool settings, TenantDirectory tenants, SegmentLedger ledger, InstantSource clock,
            LongSupplier nanoClock) {
        this.explicit = settings.explicit();
        this.folder = settings.folder().toAbsolutePath();
        this.spool = !settings.enabled() ? null
                : new Spool(
                        new SpoolSettings(settings.folder(), settings.maxBytes(), settings.maxAge(),
                                settings.keyFile()),
                        SpoolTenants.of(tenants), ledger, clock, nanoClock, new SecureRandom());
    }

    Overflow overflow() {
        return spool == null ? Overflow.none() : spool;
    }

    /** On the data plane's loop. */
    void start(Context loop, Wakeable dispatcher) {
        if (spool != null) {
            spool.start(loop, dispatcher);
        }
    }

    @Override
    public Optional<Path> folder() {
        return spool == null ? Optional.empty() : Optional.of(folder);
    }

    /** Hands the file over to a successor; completes with whether the file is released. */
    Future<Boolean> handOver() {
        return spool == null ? Future.succeededFuture(false) : spool.handOver();
    }

    @Override
    public void retryNow() {
        if (spool != null) {
            spool.retryNow();
        }
    }

    Future<Void> close() {
        return spool == null ? Future.succeededFuture() : spool.close();
    }

    /** A spool that only the profile enables does not make the gateway unready if it cannot be used; log and metrics report it. */
    List<ReadinessCheck> readiness() {
        return spool == null || !explicit ? List.of() : List.of(ReadinessCheck.named("spool", spool.status()::problem));
    }

    SpoolHealth health() {
        return spool == null ? SpoolHealth.OFF : switch (spool.status().state()) {
            case SpoolState.Opening _ -> SpoolHealth.OPENING;
            case SpoolState.Waiting _ -> SpoolHealth.WAITING;
            case SpoolState.Working _ -> SpoolHealth.WORKING;
            case SpoolState.Full _ -> SpoolHealth.FULL;
            case SpoolState.Degraded _ -> SpoolHealth.DEGRADED;
            case SpoolState.Closed _ -> SpoolHealth.OFF;
        };
    }

    /** A value of the status; 0 without a spool. */
    long read(ToLongFunction<SpoolStatus> reading) {
        return spool == null ? 0 : reading.applyAsLong(spool.status());
    }
}
