package dev.tracegate.app.identities;

import static java.util.Objects.requireNonNull;

import dev.tracegate.admin.read.WorkloadView;
import dev.tracegate.budget.ByteBudget;
import dev.tracegate.config.Settings;
import dev.tracegate.identity.AddressResolver;
import dev.tracegate.identity.CompositeIdentitySource;
import dev.tracegate.identity.IdentitySource;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.PollPacing;
import dev.tracegate.identity.Resolution;
import dev.tracegate.identity.Sender;
import dev.tracegate.identity.Verification;
import dev.tracegate.identity.agent.Introspection;
import dev.tracegate.identity.agent.IntrospectionSource;
import dev.tracegate.identity.agent.JsonHttp;
import dev.tracegate.identity.docker.DockerSource;
import dev.tracegate.identity.ecs.ConfirmedTasks;
import dev.tracegate.identity.ecs.ConfirmedTasksStore;
import dev.tracegate.identity.ecs.EcsTasks;
import dev.tracegate.identity.ecs.EcsVerifier;
import dev.tracegate.identity.host.HostModeTasks;
import dev.tracegate.identity.host.PortResolver;
import dev.tracegate.identity.proc.ProcScan;
import dev.tracegate.identity.proc.ProcSource;
import dev.tracegate.identity.proc.SocketScan;
import dev.tracegate.identity.sidecar.SidecarSource;
import dev.tracegate.ingest.source.StaticTenantResolver;
import dev.tracegate.ingest.source.TenantRateLimiter;
import dev.tracegate.ingest.source.TenantRateLimiters;
import dev.tracegate.ingest.source.TenantResolver;
import dev.tracegate.tenant.CredentialState;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.TenantDirectory;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.tenant.Workload;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the configured sources of identity, and the resolvers that the data plane calls. Used if tenants are configured. */
public final class WorkloadResolverFactory {
    private static final Logger LOG = LoggerFactory.getLogger(WorkloadResolverFactory.class);
    private static final String METADATA = "ECS_CONTAINER_METADATA_URI_V4";

    private final AddressResolver<TenantRateLimiter> resolver;
    /** Null if tasks in host mode are not resolved. */
    private final @Nullable PortResolver<TenantRateLimiter> ports;
    private final TenantResolver tenants;
    private final TenantResolver callers;
    private final LongSupplier nanoClock;
    /** Null if ECS is not queried. */
    private final @Nullable ConfirmedTasksStore confirmed;

    /**
     * The collaborators of the sources.
     *
     * @param ecs null if ECS cannot be queried, as in embedded mode
     * @param replies the memory budget of all replies in flight
     */
    public record Given(Vertx vertx, Map<String, String> environment, @Nullable EcsTasks ecs, InstantSource clock,
            LongSupplier nanoClock, RandomGenerator random, ByteBudget replies) {}

    WorkloadResolverFactory(Settings settings, TenantDirectory directory, TenantRateLimiters admissions, Given given) {
        this.nanoClock = given.nanoClock();
        var identity = settings.identity();
        boolean sidecar = identity.sources().equals(List.of(Settings.Identity.Source.SIDECAR));
        var pace = sidecar ? PollPacing.sidecar(identity.holdTime()) : PollPacing.host(identity.holdTime());
        var http = new JsonHttp(given.vertx(), given.replies());
        var agent = new Introspection(http, identity.introspection());
        boolean asksEcs = !sidecar && identity.verify() == Settings.Identity.Verify.ECS && given.ecs() != null
                && !identity.rememberFor().isZero();
        this.confirmed = asksEcs
                ? ConfirmedTasksStore.open(given.vertx(), identity.folder(), identity.rememberFor(), given.clock())
                : null;
        var verification = verification(identity, given);
        Function<Workload, Optional<TenantRateLimiter>> owners = task -> directory.current()
                .ownerOf(task)
                .map(admissions::of);
        this.resolver = new AddressResolver<>(
                new CompositeIdentitySource(sources(identity, http, agent, verification, given), nanoClock),
                owners,
                pace, nanoClock, given.clock());
        this.ports = identity.sources().contains(Settings.Identity.Source.HOST)
                ? new PortResolver<>(hostMode(identity, agent, verification, given), ownAddresses(identity, given),
                        owners, pace, nanoClock,
                        given.clock())
                : null;
        this.callers = new StaticTenantResolver(directory.current(), admissions, resolver::resolve);
        this.tenants = ports == null ? callers
                : new StaticTenantResolver(directory.current(), admissions, withPorts(ports));
    }

    private StaticTenantResolver.Tasks withPorts(PortResolver<TenantRateLimiter> ofHost) {
        return (source, now) -> ofHost.has(source.getAddress())
                ? ofHost.resolve(source, now)
                : resolver.resolve(source, now);
    }

    /** Reads two small files; blocks. If that fails, senders at the host's own addresses are rejected until the first poll. */
    private static Set<InetAddress> ownAddresses(Settings.Identity identity, Given given) {
        try {
            return new SocketScan(identity.procRoot(), given.clock()).scan(Set.of()).own();
        } catch (IOException unreadable) {
            LOG.warn("The host's own addresses cannot be read: {}", unreadable.toString());
            return Set.of();
        }
    }

    private static HostModeTasks hostMode(Settings.Identity identity, Introspection agent, Verification verification,
            Given given) {
        return new HostModeTasks(given.vertx(), new SocketScan(identity.procRoot(), given.clock()), agent, verification,
                given.nanoClock());
    }

    private static List<IdentitySource> sources(Settings.Identity identity, JsonHttp http, Introspection introspection,
            Verification verification, Given given) {
        var sources = new ArrayList<IdentitySource>();
        for (var source : identity.sources()) {
            switch (source) {
                case SIDECAR -> sidecar(http, given.environment()).ifPresent(sources::add);
                case INTROSPECTION ->
                    sources.add(new IntrospectionSource(introspection, verification, given.nanoClock()));
                case PROC -> sources.add(new ProcSource(given.vertx(),
                        new ProcScan(identity.procRoot(), given.clock()), introspection, verification,
                        given.nanoClock()));
                case DOCKER ->
                    sources.add(new DockerSource(http, requireNonNull(identity.dockerSocket()), introspection,
                            verification, given.nanoClock()));
                case HOST -> {
                    // has no addresses: its senders are resolved by their ports
                }
            }
        }
        return sources;
    }

    private static Optional<IdentitySource> sidecar(JsonHttp http, Map<String, String> environment) {
        var metadata = environment.get(METADATA);
        if (metadata == null) {
            LOG.warn(
                    "identity.sources contains sidecar, but {} is not set: this is not an ECS task, so the source identifies no sender",
                    METADATA);
            return Optional.empty();
        }
        return Optional.of(new SidecarSource(http, metadata));
    }

    private Verification verification(Settings.Identity identity, Given given) {
        var ecs = given.ecs();
        if (identity.verify() == Settings.Identity.Verify.INTROSPECTION) {
            return Verification.none();
        }
        return new EcsVerifier(
                ecs == null ? (cluster, tasks) -> Future.failedFuture("this gateway cannot query ECS")
                        : ecs,
                confirmed == null ? ConfirmedTasks.none() : confirmed.tasks(), this::isAwaited, given.nanoClock(),
                given.random());
    }

    private boolean isAwaited(InetAddress address) {
        return resolver.isAwaited(address);
    }

    /** Resolves senders of datagrams, on the data plane's loop. */
    TenantResolver tenants() {
        return tenants;
    }

    /** Resolves callers on TCP, on the data plane's loop. Does not use the port, because a TCP port does not identify a UDP sender. */
    TenantResolver callers() {
        return callers;
    }

    /** Applies other tenants to callers and to known tasks; the caller has applied them to {@link #tenants}. On the data plane's loop. */
    void reconfigure(Registry registry) {
        resolver.ownersChanged();
        if (ports != null) { // only in this case callers and datagrams have different resolvers
            callers.reconfigure(registry);
            ports.ownersChanged();
        }
    }

    /** Every 50 ms, on the data plane's loop. */
    void tick() {
        resolver.tick();
        if (ports != null) {
            ports.tick();
        }
        if (confirmed != null) {
            confirmed.tick(nanoClock.getAsLong());
        }
    }

    /**
     * For {@code /v1/explain}. Any thread.
     *
     * @param source the port is 0 if unknown
     */
    List<String> explain(InetSocketAddress source) {
        return ports != null && ports.has(source.getAddress())
                ? ports.explain(source)
                : resolver.explain(source.getAddress());
    }

    /**
     * For {@code /v1/workloads}. Any thread.
     *
     * @param credentials the credentials of a tenant; empty if it needs none
     */
    List<WorkloadView> workloads(Function<TenantId, Optional<CredentialState>> credentials) {
        long now = nanoClock.getAsLong();
        var inHostMode = ports == null ? List.<Sender<TenantRateLimiter>>of() : ports.senders();
        return Stream.concat(resolver.senders().stream(), inHostMode.stream())
                .map(sender -> view(sender, now, credentials))
                .toList();
    }

    private static WorkloadView view(Sender<TenantRateLimiter> sender, long now,
            Function<TenantId, Optional<CredentialState>> credentials) {
        var source = sender.source();
        var unseen = Duration.ofNanos(Math.max(0, now - sender.seenNanos()));
        var owner = sender.resolution() instanceof Resolution.Owned<TenantRateLimiter>(var admission)
                ? admission.tenant()
                : null;
        var tenant = owner == null ? null : owner.value();
        var access = owner == null ? null : credentials.apply(owner).orElse(null);
        var refused = sender.resolution() instanceof Resolution.Refused<TenantRateLimiter>(var reason) ? reason.label()
                : null;
        return sender.answer() instanceof OwnershipFinding.Known(var task, var trust, var epoch, var since)
                ? new WorkloadView(source, task.taskArn(), task.cluster(), task.family(), task.service(), tenant,
                        refused, trust.name(), epoch, unseen, access)
                : new WorkloadView(source, null, null, null, null, tenant, refused, null, null, unseen,
                        access);
    }
}
