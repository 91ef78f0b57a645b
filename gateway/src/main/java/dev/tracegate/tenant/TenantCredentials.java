package dev.tracegate.tenant;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The credentials that a tenant's segments are sent with. There is no default: a tenant without a declaration cannot send to AWS. */
public sealed interface TenantCredentials {
    TenantCredentials UNDECLARED = new Undeclared();

    /** Not declared. Sufficient for the embedded X-Ray; nothing is sent to AWS. */
    record Undeclared() implements TenantCredentials {}

    /** The process's own credentials, because the operator declared that these segments belong to the process's account. */
    record Own() implements TenantCredentials {}

    /**
     * A role, assumed with the process's own credentials.
     *
     * @param externalId what the role's trust policy wants to see; null for none
     */
    record AssumedRole(RoleArn arn, @Nullable String externalId, Marks marks) implements TenantCredentials {
        /** An external id is no secret to AWS, but a reader of a log needs none. */
        @Override
        public String toString() {
            return "AssumedRole[" + arn + ", " + marks + "]";
        }
    }

    /** The sending task's own role, where the list allows it. Each role is a tenant of its own, see {@link Tenant#withRoleOf}. */
    record TaskRole(List<Allowed> allow, @Nullable String externalId, Marks marks) implements TenantCredentials {
        public TaskRole {
            allow = List.copyOf(allow);
        }

        boolean allows(RoleArn role) {
            return allow.stream().anyMatch(allowed -> allowed.holds(role));
        }

        @Override
        public String toString() {
            return "TaskRole[" + allow + ", " + marks + "]";
        }
    }

    /**
     * Roles a task may have its segments sent with.
     *
     * @param account 12 digits
     * @param pathPrefix begins and ends with a slash; {@code /} is every role of the account
     */
    record Allowed(String account, String pathPrefix) {
        public Allowed {
            if (!account.matches("\\d{12}")) {
                throw new IllegalArgumentException("account: must be 12 digits, was " + account);
            }
            // without the slash at its end /team would allow /team-of-others/ too
            if (!pathPrefix.matches("/([\\w+=,.@-]+/)*")) {
                throw new IllegalArgumentException(
                        "pathPrefix: must begin and end with a slash, such as /xray/, was " + pathPrefix);
            }
        }

        boolean holds(RoleArn role) {
            return role.account().equals(account) && role.path().startsWith(pathPrefix);
        }
    }

    /**
     * What a session of the role carries. Tags and source identity need a statement of their own in the role's trust policy.
     *
     * @param tags the tenant and the cluster, as session tags
     * @param sourceIdentity the tenant, as the session's source identity
     * @param policy the session is cut down to the calls that a gateway makes
     */
    record Marks(boolean tags, boolean sourceIdentity, boolean policy) {
        /** What a role's owner can pin most by. */
        public static final Marks ALL = new Marks(true, true, true);
    }
}
