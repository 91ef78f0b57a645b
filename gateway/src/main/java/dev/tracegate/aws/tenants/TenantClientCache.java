package dev.tracegate.aws.tenants;

import com.github.benmanes.caffeine.cache.Cache;
import dev.tracegate.aws.cache.SharedCaches;
import dev.tracegate.aws.credentials.Credentials;
import dev.tracegate.aws.credentials.RoleCredentials;
import dev.tracegate.aws.credentials.RoleSession;
import dev.tracegate.aws.credentials.SessionCredentials;
import dev.tracegate.aws.settings.AwsSetupException;
import dev.tracegate.aws.settings.Clocks;
import dev.tracegate.tenant.CredentialState;
import dev.tracegate.tenant.Partition;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantCredentials;
import dev.tracegate.tenant.TenantDirectory;
import dev.tracegate.tenant.TenantId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The clients of the tenants: created when a tenant first sends, dropped when it has not sent for a while. All share the transport's pools.
 * There is no client for an unknown tenant, or for one without declared credentials. Safe from any thread.
 */
public final class TenantClientCache {
    /** Clients kept at once, some 1 kB each; a client beyond it is created again at each call, which costs no call to AWS. */
    static final int MAX_CLIENTS = 5_000;

    private final TenantDirectory tenants;
    private final TenantClientFactory factory;
    private final RoleCredentials roles;
    private final Credentials own;
    private final String ownRegion;
    private final @Nullable String cluster;
    // the key is the whole tenant, so that a changed tenant gets a new client
    private final Cache<Tenant, TenantClient> clients;

    /**
     * @param ownRegion Region of the process: of its STS endpoint, and of tenants that set no Region
     * @param cluster the gateway's ECS cluster, for the session tag; null outside of ECS
     */
    TenantClientCache(TenantDirectory tenants, TenantClientFactory factory, RoleCredentials roles, Credentials own,
            String ownRegion,
            @Nullable String cluster, Clocks given) {
        this.tenants = tenants;
        this.factory = factory;
        this.roles = roles;
        this.own = own;
        this.ownRegion = ownRegion;
        this.cluster = cluster;
        this.clients = SharedCaches.builder(given.nanoClock())
                .expireAfterAccess(RoleCredentials.IDLE)
                .maximumSize(MAX_CLIENTS)
                .build();
    }

    /** @throws AwsSetupException if a tenant can never send */
    void check(Registry registry) {
        for (var tenant : registry.tenants()) {
            var region = region(tenant);
            var home = tenant.access() instanceof TenantCredentials.AssumedRole role ? role.arn().partition()
                    : Partition.of(ownRegion);
            if (!home.equals(Partition.of(region)) || !home.equals(Partition.of(ownRegion))) {
                throw new AwsSetupException(
                        "tenant %s: a role of partition %s, Region %s and the gateway's own Region %s do not go together"
                                .formatted(tenant.id(), home, region, ownRegion));
            }
            factory.check(tenant.id(), region);
        }
    }

    Optional<TenantClient> of(TenantId id) {
        return tenants.find(id).filter(this::hasCredentials).map(tenant -> clients.get(tenant, this::client));
    }

    /** The last known state of a tenant's credentials, without a call. */
    public CredentialState credentialState(TenantId id) {
        return tenants.find(id)
                .map(this::credentialState)
                .orElseGet(() -> new CredentialState.Missing("no such tenant"));
    }

    /** The caches by the name in their meters. */
    Map<String, Cache<?, ?>> caches() {
        return Map.of("role_credentials", roles.cache(), "tenant_clients", clients);
    }

    void sweep() {
        clients.cleanUp();
        roles.sweep();
    }

    private boolean hasCredentials(Tenant tenant) {
        return switch (tenant.access()) {
            case TenantCredentials.Own own -> true;
            // an ARN that a task brought has not been through the check
            case TenantCredentials.AssumedRole role -> role.arn().partition().equals(Partition.of(region(tenant)));
            case TenantCredentials.Undeclared undeclared -> false;
            case TenantCredentials.TaskRole template -> false;
        };
    }

    private TenantClient client(Tenant tenant) {
        return factory.make(region(tenant), credentials(tenant));
    }

    private Credentials credentials(Tenant tenant) {
        return switch (tenant.access()) {
            case TenantCredentials.Own declared -> own;
            // looked up at each call: a use keeps them in the cache
            case TenantCredentials.AssumedRole role -> new SessionCredentials(roles, session(tenant, role));
            case TenantCredentials.Undeclared undeclared ->
                throw new IllegalStateException("no credentials for " + tenant.id());
            case TenantCredentials.TaskRole template ->
                throw new IllegalStateException("no role of a task for " + tenant.id());
        };
    }

    private CredentialState credentialState(Tenant tenant) {
        return switch (tenant.access()) {
            case TenantCredentials.Own declared -> own.state();
            case TenantCredentials.AssumedRole role -> roles.lastState(session(tenant, role))
                    .orElseGet(() -> new CredentialState.Missing("not used lately"));
            case TenantCredentials.Undeclared undeclared -> new CredentialState.Missing("none are declared");
            case TenantCredentials.TaskRole template -> new CredentialState.Missing("each task brings its own");
        };
    }

    private RoleSession session(Tenant tenant, TenantCredentials.AssumedRole role) {
        return RoleSession.of(tenant, role, ownRegion, cluster);
    }

    private String region(Tenant tenant) {
        return tenant.region() == null ? ownRegion : tenant.region();
    }
}
