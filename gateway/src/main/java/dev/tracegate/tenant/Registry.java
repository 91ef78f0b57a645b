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

    /**
     * @param configured none for a gateway with a single tenant
     * @throws IllegalArgumentException where two have the same id, port, network or tasks, or one a name that is taken
     */
    public static Registry of(List<Tenant> configured) {
        if (configured.isEmpty()) {
            return new Registry(List.of(Tenant.DEFAULT), true);
        }
        var ids = new HashMap<TenantId, Tenant>();
        for (var tenant : configured) {
            if (RESERVED.contains(tenant.id())) {
                throw new IllegalArgumentException("id " + tenant.id() + " is reserved");
            }
            claim(ids, tenant.id(), tenant);
        }
        return new Registry(configured, false);
    }

    private static Map<Integer, Tenant> byPort(List<Tenant> tenants) {
        var owners = new HashMap<Integer, Tenant>();
        for (var tenant : tenants) {
            tenant.ports().forEach(port -> claim(owners, port, tenant));
        }
        return Map.copyOf(owners);
    }

    static <K> void claim(Map<K, Tenant> owners, K what, Tenant tenant) {
        var other = owners.putIfAbsent(what, tenant);
        if (other != null) {
            throw new IllegalArgumentException("%s of %s is %s's already".formatted(what, tenant.id(), other.id()));
        }
    }

    /** In the order of the configuration; {@link Tenant#DEFAULT} alone where none are configured. */
    public List<Tenant> tenants() {
        return tenants;
    }

    /** Whether none are configured. */
    public boolean isSingle() {
        return single;
    }

    /** The ports that are one tenant's alone. */
    public Set<Integer> ports() {
        return byPort.keySet();
    }

    /** The tenant that has the port alone. */
    public Optional<Tenant> atPort(int port) {
        return Optional.ofNullable(byPort.get(port));
    }

    /** The tenant of a sender at a port that no tenant has alone. */
    public Optional<Tenant> from(InetAddress source) {
        return single ? Optional.of(Tenant.DEFAULT) : networks.ownerOf(source);
    }

    /**
     * The tenant of a task: its service decides before its family, and that before its tags. For a tenant with task roles it is
     * the tenant with that role.
     *
     * @return empty if no tenant matches, its tags match two tenants, or its role is missing or not allowed
     */
    public Optional<Tenant> ownerOf(Workload task) {
        return single
                ? Optional.of(Tenant.DEFAULT)
                : tasks.of(task).flatMap(tenant -> tenant.withRoleOf(task.roleArn()));
    }

    /**
     * A tenant by its id, one with a task's role too: what it may do is checked again, so that a batch that was stored under another
     * configuration is sent only where today's allows it.
     */
    public Optional<Tenant> find(TenantId id) {
        return Optional.ofNullable(declared(id)).flatMap(tenant -> tenant.as(id));
    }

    /** The tenant as it was declared; null where none has that id. */
    @Nullable
    Tenant declared(TenantId id) {
        return byId.get(Tenant.declared(id));
    }

    /** Whether the roles of tasks matter, which costs a question to ECS for each task definition. */
    public boolean usesTaskRoles() {
        return tenants.stream().anyMatch(tenant -> tenant.access() instanceof TenantCredentials.TaskRole);
    }
}
