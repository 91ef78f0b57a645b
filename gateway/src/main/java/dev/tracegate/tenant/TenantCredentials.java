package dev.tracegate.tenant;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The credentials that a tenant's segments are sent with. There is no default: a tenant without a declaration cannot send to AWS. */
public sealed interface TenantCredentials {
    /** Shared instance of {@link Undeclared}. */
    TenantCredentials UNDECLARED = new Undeclared();

    /** Not declared. Sufficient for the embedded X-Ray; nothing is sent to AWS. */
    record Undeclared() implements TenantCredentials {}

    /** The process's own credentials, because the operator declared that these segments belong to the process's account. */
    record Own() implements TenantCredentials {}

    /**
     * A role, assumed with the process's own credentials.
     *
     * @param externalId the external id that the role's trust policy requires; null for none
     */
    record AssumedRole(RoleArn arn, @Nullable String externalId, Marks marks) implements TenantCredentials {
        /** Without the external id. AWS does not treat it as a secret, but logs do not need it. */
        @Override
        public String toString() {
            return "AssumedRole[" + arn + ", " + marks + "]";
        }
    }

    /** The role of the sending task, if the list allows it. Each role becomes a derived tenant, see {@link Tenant#withRoleOf}. */
    record TaskRole(List<Allowed> allow, @Nullable String externalId, Marks marks) implements TenantCredentials {
        public TaskRole {
            allow = List.copyOf(allow);
        }

        boolean allows(RoleArn role) {
            return allow.stream().anyMatch(allowed -> allowed.includes(role));
        }

        @Override
        public String toString() {
            return "TaskRole[" + allow + ", " + marks + "]";
        }
    }

    /**
     * Roles with which the segments of a task may be sent.
     *
     * @param account 12 digits
     * @param pathPrefix begins and ends with a slash; {@code /} is every role of the account
     */
    record Allowed(String account, String pathPrefix) {
        public Allowed {
            if (!account.matches("\\d{12}")) {
                throw new IllegalArgumentException("account: must be 12 digits, was " + account);
            }
            // without the final slash, /team would also allow /team-of-others/
            if (!pathPrefix.matches("/([\\w+=,.@-]+/)*")) {
                throw new IllegalArgumentException(
                        "pathPrefix: must begin and end with a slash, such as /xray/, was " + pathPrefix);
            }
        }

        boolean includes(RoleArn role) {
            return role.account().equals(account) && role.path().startsWith(pathPrefix);
        }
    }

    /**
     * Properties of the sessions of the role. The trust policy of the role must allow tags and source identity explicitly.
     *
     * @param tags the tenant and the cluster, as session tags
     * @param sourceIdentity the tenant, as the session's source identity
     * @param policy whether a session policy restricts the session to the calls that a gateway makes
     */
    record Marks(boolean tags, boolean sourceIdentity, boolean policy) {
        /** All properties, which give the trust policy of a role the most conditions to check. */
        public static final Marks ALL = new Marks(true, true, true);
    }
}
