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
 * The lanes of a registry's tenants: made when a tenant first sends, dropped when it has not for a while. All share the transport's pools.
 * There is no client for an unknown tenant, or for one without declared credentials. Safe from any thread.
 */
public final class TenantClientCache {
    /** Clients kept at once, some 1 kB each; a client beyond it is created again at each call, which costs no call to AWS. */
    static final int MAX_CLIENTS = 5_000;

    private final TenantDirectory tenants;
    private final TenantClientFactory maker;
    private final RoleCredentials roles;
    private final Credentials own;
    private final String ownRegion;
    private final @Nullable String cluster;
    // by all that a tenant is, so that one that has been changed gets another
    private final Cache<Tenant, TenantClient> lanes;

    /**
     * @param ownRegion Region of the process: of its STS endpoint, and of tenants that set no Region
     * @param cluster the gateway's own, for the session tag; null where it is in none
     */
    TenantClientCache(TenantDirectory tenants, TenantClientFactory maker, RoleCredentials roles, Credentials own,
            String ownRegion,
            @Nullable String cluster, Clocks given) {
        this.tenants = tenants;
        this.maker = maker;
        this.roles = roles;
        this.own = own;
        this.ownRegion = ownRegion;
        this.cluster = cluster;
        this.lanes = SharedCaches.builder(given.nanoClock())
                .expireAfterAccess(RoleCredentials.IDLE)
                .maximumSize(MAX_CLIENTS)
                .build();
    }

    /** @throws AwsSetupException where a tenant could never send */
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
            maker.check(tenant.id(), region);
        }
    }

    Optional<TenantClient> of(TenantId id) {
        return tenants.find(id).filter(this::hasCredentials).map(tenant -> lanes.get(tenant, this::lane));
    }

    /** What is known of a tenant's credentials; asks nobody. */
    public CredentialState seen(TenantId id) {
        return tenants.find(id).map(this::seen).orElseGet(() -> new CredentialState.Missing("no such tenant"));
    }

    /** The caches by the name in their meters. */
    Map<String, Cache<?, ?>> caches() {
        return Map.of("role_credentials", roles.cache(), "tenant_clients", lanes);
    }

    void sweep() {
        lanes.cleanUp();
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

    private TenantClient lane(Tenant tenant) {
        return maker.make(region(tenant), credentials(tenant));
    }

    private Credentials credentials(Tenant tenant) {
        return switch (tenant.access()) {
            case TenantCredentials.Own declared -> own;
            // looked up for each call, for this keeps them from being dropped
            case TenantCredentials.AssumedRole role -> new SessionCredentials(roles, session(tenant, role));
            case TenantCredentials.Undeclared undeclared ->
                throw new IllegalStateException("no credentials for " + tenant.id());
            case TenantCredentials.TaskRole template ->
                throw new IllegalStateException("no role of a task for " + tenant.id());
        };
    }

    private CredentialState seen(Tenant tenant) {
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
