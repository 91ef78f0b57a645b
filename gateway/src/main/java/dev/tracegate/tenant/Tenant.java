package dev.tracegate.tenant;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A tenant as the operator declared it, or one role of a tenant with {@link TenantCredentials.TaskRole}. Immutable.
 *
 * @param limits rates, queue and weight
 * @param sources networks; a sender in one of them belongs to this tenant
 * @param ports UDP ports of this tenant alone, 1 to 65535, ascending: every datagram to them belongs to this tenant
 * @param match the tasks of this tenant
 * @param access the credentials that its segments are sent with
 * @param region the Region that its segments are sent to; null for the Region of the process
 * @param spool whether its segments may wait on disk
 * @param keepRate the share of its arriving traces that go on, 0 to 1; null for that of the gateway, which a {@link Registry} puts there
 *            unless it is 1
 */
public record Tenant(TenantId id, Limits limits, List<Cidr> sources, List<Integer> ports, List<Match> match,
        TenantCredentials access, @Nullable String region, boolean spool, @Nullable Double keepRate) {
    /** Characters of an id. With the prefix {@code xgw-} it must fit into a source identity, for which AWS allows 64 characters. */
    public static final int MOST_ID_OF_SOURCE_IDENTITY = 60;

    private static final int MOST_PORT = 65_535;
    private static final String OWN_ACCOUNT = "own";
    /** Separates the declared id from the role. A declared id cannot contain it. */
    private static final char ROLE_MARK = '@';

    /** The only tenant if none are configured. */
    public static final Tenant DEFAULT = new Tenant(TenantId.DEFAULT, Limits.NONE, List.of(), List.of(), List.of(),
            new TenantCredentials.Own(), null, true, null);

    public Tenant {
        sources = List.copyOf(sources);
        ports = List.copyOf(new TreeSet<>(ports));
        match = List.copyOf(match);
        for (int port : ports) {
            if (port < 1 || port > MOST_PORT) {
                throw new IllegalArgumentException("ports: must be 1 to " + MOST_PORT + ", was " + port);
            }
        }
        if (keepRate != null && !(keepRate >= 0 && keepRate <= 1)) {
            throw new IllegalArgumentException("keepRate: must be 0 to 1, was " + keepRate);
        }
    }

    /** A tenant that uses the spool, with the keep rate of the gateway. */
    public Tenant(TenantId id, Limits limits, List<Cidr> sources, List<Integer> ports, List<Match> match,
            TenantCredentials access, @Nullable String region) {
        this(id, limits, sources, ports, match, access, region, true, null);
    }

    /** A tenant with limits and senders only: no credentials are declared. */
    public Tenant(TenantId id, Limits limits, List<Cidr> sources, List<Integer> ports) {
        this(id, limits, sources, ports, List.of(), TenantCredentials.UNDECLARED, null, true, null);
    }

    /** The same tenant with this keep rate, unless it has one of its own. */
    Tenant withUsualKeepRate(double rate) {
        return keepRate != null || rate == 1 ? this
                : new Tenant(id, limits, sources, ports, match, access, region, spool, rate);
    }

    /** The id in the configuration, without a role. */
    public String declaredId() {
        return declared(id);
    }

    /** The id in the configuration that this one is derived from, or the id itself. */
    public static String declared(TenantId id) {
        int mark = id.value().indexOf(ROLE_MARK);
        return mark < 0 ? id.value() : id.value().substring(0, mark);
    }

    /**
     * The destination of its segments.
     *
     * @param ownAccount account of the process's credentials, because a role in the same account shares its quota; null if unknown
     * @param ownRegion Region of the process
     */
    public Destination destination(@Nullable String ownAccount, String ownRegion) {
        var own = ownAccount == null ? OWN_ACCOUNT : ownAccount;
        return new Destination(access instanceof TenantCredentials.AssumedRole role ? role.arn().account() : own,
                region == null ? ownRegion : region);
    }

    /**
     * The tenant of a task that belongs to this one: this tenant itself or, with {@link TenantCredentials.TaskRole}, a derived tenant for
     * each role, with an id such as {@code apps@arn:aws:iam::…}. Roles are separate tenants because one call must not contain the segments
     * of two roles.
     *
     * @param role ARN of the task's role; null if it has none
     * @return empty if the task needs a role and has none, or one that is not allowed
     */
    Optional<Tenant> withRoleOf(@Nullable String role) {
        if (!(access instanceof TenantCredentials.TaskRole taskRole)) {
            return Optional.of(this);
        }
        return Optional.ofNullable(role)
                .flatMap(RoleArn::parse)
                .filter(taskRole::allows)
                .map(arn -> new Tenant(new TenantId(id.value() + ROLE_MARK + arn), limits, List.of(), List.of(),
                        List.of(), new TenantCredentials.AssumedRole(arn, taskRole.externalId(), taskRole.marks()),
                        region, spool, keepRate));
    }

    /** The tenant with this id: this tenant, or a derived one of {@link #withRoleOf}, if its role is still allowed. */
    Optional<Tenant> as(TenantId any) {
        return id.equals(any) && !(access instanceof TenantCredentials.TaskRole) ? Optional.of(this) : withRoleIn(any);
    }

    /** The derived tenant with an id that {@link #withRoleOf} returned. */
    Optional<Tenant> withRoleIn(TenantId derived) {
        int mark = derived.value().indexOf(ROLE_MARK);
        return mark < 0 || !(access instanceof TenantCredentials.TaskRole)
                ? Optional.empty()
                : withRoleOf(derived.value().substring(mark + 1));
    }
}
