package dev.tracegate.tenant;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A tenant as the operator declared it, or one role of a tenant with {@link TenantCredentials.TaskRole}. Immutable.
 *
 * @param sources networks; a sender in one of them belongs to this tenant
 * @param ports UDP ports of this tenant alone, 1 to 65535, ascending: every datagram to them belongs to this tenant
 * @param match tasks that are this tenant's
 * @param access the credentials that its segments are sent with
 * @param region where they go; null for the Region of the process
 * @param spool whether its segments may wait on disk
 */
public record Tenant(TenantId id, Limits limits, List<Cidr> sources, List<Integer> ports, List<Match> match,
        TenantCredentials access, @Nullable String region, boolean spool) {
    /** So that {@code xgw-} and the id fit into a source identity, which is 64 characters at most. */
    public static final int MOST_ID_OF_SOURCE_IDENTITY = 60;

    private static final int MOST_PORT = 65_535;
    private static final String OWN_ACCOUNT = "own";
    /** Between the declared id and the role; in no declared id. */
    private static final char ROLE_MARK = '@';

    /** All there is where none are configured. */
    public static final Tenant DEFAULT = new Tenant(TenantId.DEFAULT, Limits.NONE, List.of(), List.of(), List.of(),
            new TenantCredentials.Own(), null, true);

    public Tenant {
        sources = List.copyOf(sources);
        ports = List.copyOf(new TreeSet<>(ports));
        match = List.copyOf(match);
        for (int port : ports) {
            if (port < 1 || port > MOST_PORT) {
                throw new IllegalArgumentException("ports: must be 1 to " + MOST_PORT + ", was " + port);
            }
        }
    }

    /** A tenant that uses the spool. */
    public Tenant(TenantId id, Limits limits, List<Cidr> sources, List<Integer> ports, List<Match> match,
            TenantCredentials access, @Nullable String region) {
        this(id, limits, sources, ports, match, access, region, true);
    }

    /** A tenant with limits and senders only: no credentials are declared. */
    public Tenant(TenantId id, Limits limits, List<Cidr> sources, List<Integer> ports) {
        this(id, limits, sources, ports, List.of(), TenantCredentials.UNDECLARED, null, true);
    }

    /** The id as it stands in the configuration, whichever role this is. */
    public String declaredId() {
        return declared(id);
    }

    /** The id in the configuration that this one is derived from, or the id itself. */
    public static String declared(TenantId id) {
        int mark = id.value().indexOf(ROLE_MARK);
        return mark < 0 ? id.value() : id.value().substring(0, mark);
    }

    /**
     * Where its segments go.
     *
     * @param ownAccount of the process's credentials, so that a role in it shares their quota; null where unknown
     * @param ownRegion of the process
     */
    public Destination destination(@Nullable String ownAccount, String ownRegion) {
        var own = ownAccount == null ? OWN_ACCOUNT : ownAccount;
        return new Destination(access instanceof TenantCredentials.AssumedRole role ? role.arn().account() : own,
                region == null ? ownRegion : region);
    }

    /**
     * The tenant a task of this one is: itself; with {@link TenantCredentials.TaskRole} one for each role, whose id is {@code apps@arn:aws:iam::…}. Role by
     * role because the segments of two roles must never travel in one call.
     *
     * @param role of the task, null for none
     * @return empty where the task has no role, or one that is not allowed
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
                        region,
                        spool));
    }

    /** This tenant by one of its ids: the declared one, or one that {@link #withRoleOf} gave and that it still allows. */
    Optional<Tenant> as(TenantId any) {
        return id.equals(any) && !(access instanceof TenantCredentials.TaskRole) ? Optional.of(this) : withRoleIn(any);
    }

    /** The same, by the id that {@link #withRoleOf} gave. */
    Optional<Tenant> withRoleIn(TenantId derived) {
        int mark = derived.value().indexOf(ROLE_MARK);
        return mark < 0 || !(access instanceof TenantCredentials.TaskRole)
                ? Optional.empty()
                : withRoleOf(derived.value().substring(mark + 1));
    }
}
