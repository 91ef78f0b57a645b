package dev.tracegate.tenant;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The configured tenants, found by id, port, network or task. Immutable. Without configured tenants every sender belongs to
 * {@link Tenant#DEFAULT}; with them, a sender that matches none has no tenant.
 */
public final class Registry {
    private static final Set<TenantId> RESERVED = Set.of(TenantId.DEFAULT, TenantId.UNATTRIBUTED);

    private final List<Tenant> tenants;
    private final boolean single;
    private final Map<Integer, Tenant> byPort;
    private final Networks networks;
    private final TaskOwners tasks;
    private final Map<String, Tenant> byId;

    private Registry(List<Tenant> tenants, boolean single) {
        this.tenants = List.copyOf(tenants);
        this.single = single;
        this.byPort = byPort(tenants);
        this.networks = Networks.of(tenants);
        this.tasks = TaskOwners.of(tenants);
        this.byId = tenants.stream().collect(Collectors.toUnmodifiableMap(tenant -> tenant.id().value(), t -> t));
    }

    /** With a keep rate of 1 for tenants that have none of their own. */
    public static Registry of(List<Tenant> configured) {
        return of(configured, 1);
    }

    /**
     * @param configured empty for a gateway with a single tenant
     * @param keepRate of the single tenant, and of tenants without a keep rate of their own
     * @throws IllegalArgumentException if two tenants have the same id, port, network or task match, or one has a reserved id
     */
    public static Registry of(List<Tenant> configured, double keepRate) {
        if (configured.isEmpty()) {
            return new Registry(List.of(Tenant.DEFAULT.withUsualKeepRate(keepRate)), true);
        }
        var ids = new HashMap<TenantId, Tenant>();
        for (var tenant : configured) {
            if (RESERVED.contains(tenant.id())) {
                throw new IllegalArgumentException("id " + tenant.id() + " is reserved");
            }
            claim(ids, tenant.id(), tenant);
        }
        return new Registry(configured.stream().map(tenant -> tenant.withUsualKeepRate(keepRate)).toList(), false);
    }

    private static Map<Integer, Tenant> byPort(List<Tenant> tenants) {
        var owners = new HashMap<Integer, Tenant>();
        for (var tenant : tenants) {
            tenant.ports().forEach(port -> claim(owners, port, tenant));
        }
        return Map.copyOf(owners);
    }

    /** @throws IllegalArgumentException if another tenant has the key */
    static <K> void claim(Map<K, Tenant> owners, K key, Tenant tenant) {
        var other = owners.putIfAbsent(key, tenant);
        if (other != null) {
            throw new IllegalArgumentException(
                    "%s of tenant %s already belongs to tenant %s".formatted(key, tenant.id(), other.id()));
        }
    }

    /** All tenants in the order of the configuration, with the gateway's keep rate if they have none and it is not 1; only {@link Tenant#DEFAULT} if none are configured. */
    public List<Tenant> tenants() {
        return tenants;
    }

    /** Whether no tenants are configured. */
    public boolean isSingle() {
        return single;
    }

    /** The UDP ports that belong to a tenant. */
    public Set<Integer> ports() {
        return byPort.keySet();
    }

    /** The tenant of a port; empty if the port belongs to none. */
    public Optional<Tenant> atPort(int port) {
        return Optional.ofNullable(byPort.get(port));
    }

    /** The tenant of a sender at a port that belongs to no tenant; empty if no network contains the sender. */
    public Optional<Tenant> from(InetAddress source) {
        return single ? Optional.of(Tenant.DEFAULT) : networks.ownerOf(source);
    }

    /**
     * The tenant of a task. A match of its service has precedence over its family, and the family over its tags. For a tenant with task
     * roles the result is the derived tenant of the role.
     *
     * @return empty if no tenant matches, its tags match two tenants, or its role is missing or not allowed
     */
    public Optional<Tenant> ownerOf(Workload task) {
        return single
                ? Optional.of(Tenant.DEFAULT)
                : tasks.of(task).flatMap(tenant -> tenant.withRoleOf(task.roleArn()));
    }

    /**
     * A tenant by its id, which may be derived from a task role. The role is checked again, because a stored batch may come from an earlier
     * configuration that allowed it.
     */
    public Optional<Tenant> find(TenantId id) {
        return Optional.ofNullable(declared(id)).flatMap(tenant -> tenant.as(id));
    }

    /** The declared tenant of an id; null if there is none. */
    @Nullable
    Tenant declared(TenantId id) {
        return byId.get(Tenant.declared(id));
    }

    /** Whether a tenant uses task roles, for which each task definition must be looked up in ECS. */
    public boolean usesTaskRoles() {
        return tenants.stream().anyMatch(tenant -> tenant.access() instanceof TenantCredentials.TaskRole);
    }
}
