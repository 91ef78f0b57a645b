package dev.tracegate.aws;

import dev.tracegate.tenant.Access;
import dev.tracegate.tenant.Partition;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of a registry's tenants: made when a tenant first sends, dropped when it has not for a while. All share the transport's pools.
 * Who is no tenant, or has no declared credentials, has no lane. Safe from any thread.
 */
final class TenantLanes {
    private final Registry registry;
    private final LaneMaker maker;
    private final RoleCredentials roles;
    private final Credentials own;
    private final String ownRegion;
    private final @Nullable String cluster;
    // by all that a tenant is, so that one that has been changed gets another
    private final IdleMap<Tenant, Lane> lanes;

    /**
     * @param ownRegion of the process: whose STS is asked, and where those tenants send that name none
     * @param cluster the gateway's own, for the session tag; null where it is in none
     */
    TenantLanes(Registry registry, LaneMaker maker, RoleCredentials roles, Credentials own, String ownRegion,
            @Nullable String cluster, TimeAndChance given) {
        this.registry = registry;
        this.maker = maker;
        this.roles = roles;
        this.own = own;
        this.ownRegion = ownRegion;
        this.cluster = cluster;
        this.lanes = new IdleMap<>(RoleCredentials.IDLE, given.nanoClock());
    }

    /** @throws AwsSetupException where a tenant could never send */
    void check() {
        for (var tenant : registry.tenants()) {
            var region = region(tenant);
            var home = tenant.access() instanceof Access.AssumedRole role ? role.arn().partition()
                    : Partition.of(ownRegion);
            if (!home.equals(Partition.of(region)) || !home.equals(Partition.of(ownRegion))) {
                throw new AwsSetupException(
                        "tenant %s: a role of partition %s, Region %s and the gateway's own Region %s do not go together"
                                .formatted(tenant.id(), home, region, ownRegion));
            }
            maker.check(tenant.id(), region);
        }
    }

    Optional<Lane> of(TenantId id) {
        return registry.find(id).filter(this::hasCredentials).map(tenant -> lanes.get(tenant, this::lane));
    }

    /** What is known of a tenant's credentials; asks nobody. */
    CredentialState seen(TenantId id) {
        return registry.find(id).map(this::seen).orElseGet(() -> new CredentialState.Missing("no such tenant"));
    }

    void sweep() {
        lanes.sweep();
        roles.sweep();
    }

    private boolean hasCredentials(Tenant tenant) {
        return switch (tenant.access()) {
            case Access.Own own -> true;
            // an ARN that a task brought has not been through the check
            case Access.AssumedRole role -> role.arn().partition().equals(Partition.of(region(tenant)));
            case Access.Undeclared undeclared -> false;
            case Access.TaskRole template -> false;
        };
    }

    private Lane lane(Tenant tenant) {
        return maker.make(region(tenant), credentials(tenant));
    }

    private Credentials credentials(Tenant tenant) {
        return switch (tenant.access()) {
            case Access.Own declared -> own;
            // looked up for each call, for this keeps them from being dropped
            case Access.AssumedRole role -> new SessionCredentials(roles, session(tenant, role));
            case Access.Undeclared undeclared -> throw new IllegalStateException("no credentials for " + tenant.id());
            case Access.TaskRole template -> throw new IllegalStateException("no role of a task for " + tenant.id());
        };
    }

    private CredentialState seen(Tenant tenant) {
        return switch (tenant.access()) {
            case Access.Own declared -> own.state();
            case Access.AssumedRole role -> roles.seen(session(tenant, role))
                    .orElseGet(() -> new CredentialState.Missing("not used lately"));
            case Access.Undeclared undeclared -> new CredentialState.Missing("none are declared");
            case Access.TaskRole template -> new CredentialState.Missing("each task brings its own");
        };
    }

    private RoleSession session(Tenant tenant, Access.AssumedRole role) {
        return RoleSession.of(tenant, role, ownRegion, cluster);
    }

    private String region(Tenant tenant) {
        return tenant.region() == null ? ownRegion : tenant.region();
    }
}
