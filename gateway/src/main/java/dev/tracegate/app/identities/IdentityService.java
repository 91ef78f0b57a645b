package dev.tracegate.app.identities;

import dev.tracegate.admin.read.IdentityView;
import dev.tracegate.config.Settings;
import dev.tracegate.flow.Wakeable;
import dev.tracegate.identity.proc.SelfChecks;
import dev.tracegate.ingest.source.AddressCallerResolver;
import dev.tracegate.ingest.source.CallerResolver;
import dev.tracegate.ingest.source.TenantRateLimiters;
import dev.tracegate.ingest.source.TenantResolver;
import dev.tracegate.tenant.CredentialState;
import dev.tracegate.tenant.TenantDirectory;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves senders and callers for all parts of the gateway. Without tenants every sender is the default tenant; without identity sources, ports
 * and networks decide; with them, {@link WorkloadResolverFactory} resolves tasks too.
 */
public final class IdentityService {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityService.class);
    private static final long TICK_MILLIS = 50;

    private final Settings settings;
    private final TenantDirectory directory;
    private final boolean single;
    private final @Nullable WorkloadResolverFactory tasks;
    private final TenantRateLimiters limiters;
    private final TenantResolver tenants;
    private final Vertx vertx;
    private final LongSupplier nanoClock;
    /** Unresolved until the data plane runs. The TCP port is bound after that. */
    private volatile CallerResolver callers = client -> Future.succeededFuture(new CallerResolver.Caller.Unresolved());

    public IdentityService(Settings settings, TenantDirectory directory, WorkloadResolverFactory.Given given) {
        this.settings = settings;
        this.directory = directory;
        this.single = directory.current().isSingle();
        this.vertx = given.vertx();
        this.nanoClock = given.nanoClock();
        this.limiters = new TenantRateLimiters(nanoClock.getAsLong());
        this.tasks = single || settings.identity().sources().isEmpty()
                ? null
                : new WorkloadResolverFactory(settings, directory, limiters, given);
        this.tenants = tasks == null ? TenantResolver.of(directory.current(), limiters) : tasks.tenants();
    }

    /** Applies the directory's current tenants to senders. On the data plane's loop. */
    public void reconfigure() {
        var registry = directory.current();
        limiters.reconfigure(registry, nanoClock.getAsLong());
        tenants.reconfigure(registry);
        if (tasks != null) {
            tasks.reconfigure(registry);
        }
    }

    /** Resolves the tenant of a datagram. On the data plane's loop. */
    public TenantResolver tenants() {
        return tenants;
    }

    /** Resolves the tenant of a call on TCP. Any event loop. */
    public CallerResolver callers() {
        return single ? CallerResolver.single() : client -> callers.of(client);
    }

    /**
     * Starts resolving senders on the data plane's loop. Call on that loop.
     *
     * @param dispatcher woken when datagrams that waited for their sender may have been queued
     */
    public void start(Context loop, Wakeable dispatcher) {
        callers = new AddressCallerResolver(vertx, loop, tasks == null ? tenants : tasks.callers(), nanoClock);
        if (tasks != null) {
            vertx.setPeriodic(TICK_MILLIS, timer -> {
                tasks.tick();
                dispatcher.wake();
            });
        }
    }

    /**
     * Logs at start how senders are resolved, and warnings about the host.
     *
     * @param ofInstance returns warnings about the EC2 instance; called in the host profile
     */
    public void logStart(Supplier<Future<List<String>>> ofInstance) {
        if (single) {
            return;
        }
        LOG.info(
                "{} tenants are configured, with {} UDP ports of their own; sources of identity: {}; other senders are rejected",
                directory.current().tenants().size(), directory.current().ports().size(), sources());
        if (settings.profile().value() == Settings.Profile.HOST) {
            vertx.executeBlocking(() -> new SelfChecks(Path.of("/")).warnings()).onSuccess(IdentityService::warn);
            ofInstance.get().onSuccess(IdentityService::warn);
        }
    }

    private static void warn(List<String> warnings) {
        warnings.forEach(LOG::warn);
    }

    private String sources() {
        return tasks == null
                ? "none"
                : settings.identity()
                        .sources()
                        .stream()
                        .map(source -> source.name().toLowerCase(java.util.Locale.ROOT))
                        .collect(Collectors.joining(", "));
    }

    /** @param credentials the credentials of a tenant; empty if it needs none */
    public IdentityView senders(Function<TenantId, Optional<CredentialState>> credentials) {
        return new IdentityView(() -> tasks == null ? List.of() : tasks.workloads(credentials), this::explain);
    }

    private List<String> explain(InetSocketAddress source) {
        if (single) {
            return List.of("tenant default's: no tenants are configured, so every sender is");
        }
        var registry = directory.current();
        var lines = new ArrayList<String>();
        registry.from(source.getAddress())
                .ifPresentOrElse(
                        owner -> lines.add(
                                "tenant " + owner.id() + "'s: its sources in the settings hold the address, trust C"),
                        () -> lines.addAll(ofTask(source)));
        registry.ports()
                .stream()
                .sorted()
                .forEach(port -> registry.atPort(port)
                        .ifPresent(owner -> lines
                                .add("  to UDP port " + port + " everything is tenant " + owner.id() + "'s")));
        return lines;
    }

    private List<String> ofTask(InetSocketAddress source) {
        return tasks == null
                ? List.of("unknown_source: no tenant's sources hold the address, and identity.sources is none")
                : tasks.explain(source);
    }
}
