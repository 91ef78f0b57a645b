package dev.tracegate.config.tenants;

import dev.tracegate.config.schema.ConfigSource;
import dev.tracegate.config.schema.ConfigSources;
import dev.tracegate.config.schema.Key;
import dev.tracegate.config.schema.Problems;
import dev.tracegate.tenant.Partition;
import dev.tracegate.tenant.RoleArn;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantCredentials;
import dev.tracegate.tenant.TenantCredentials.Allowed;
import dev.tracegate.tenant.TenantCredentials.AssumedRole;
import dev.tracegate.tenant.TenantCredentials.Marks;
import dev.tracegate.tenant.TenantCredentials.TaskRole;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads how a tenant's segments are authenticated, after the other keys of its entry.
 *
 * @param origin place of the entry, {@code tenants[1] (line 7)}
 * @param allow the entries of taskRole.allow
 * @param hasTaskRole whether taskRole.allow is present, even if it is empty or invalid
 * @param matched whether {@code match} is present
 */
record TenantCredentialsReader(ConfigSource values, String origin, List<Allowed> allow, boolean hasTaskRole,
        boolean matched,
        Problems problems) {
    private static final List<Key<?>> ROLE_KEYS = List.of(TenantKeys.EXTERNAL_ID, TenantKeys.SESSION_TAGS,
            TenantKeys.SOURCE_IDENTITY, TenantKeys.SESSION_POLICY);

    TenantCredentials read() {
        var role = values.get(TenantKeys.ROLE_ARN).map(ConfigSource.ConfiguredValue::value);
        boolean own = values.get(TenantKeys.CREDENTIALS).isPresent();
        if (Stream.of(role.isPresent(), hasTaskRole, own).filter(set -> set).count() > 1) {
            problems.add(origin, "must have only one of roleArn, taskRole and credentials");
        }
        if (role.isPresent() || hasTaskRole) {
            checkId();
        } else {
            checkNoRoleKeys();
        }
        if (hasTaskRole) {
            checkTaskRole();
            return new TaskRole(allow, externalId(), marks());
        }
        role.ifPresent(this::checkPartition);
        return role.<TenantCredentials>map(arn -> new AssumedRole(arn, externalId(), marks()))
                .orElse(own ? new TenantCredentials.Own() : TenantCredentials.UNDECLARED);
    }

    private @Nullable String externalId() {
        return values.get(TenantKeys.EXTERNAL_ID).map(ConfigSource.ConfiguredValue::value).orElse(null);
    }

    private Marks marks() {
        var all = new ConfigSources(List.of(values));
        return new Marks(all.value(TenantKeys.SESSION_TAGS), all.value(TenantKeys.SOURCE_IDENTITY),
                all.value(TenantKeys.SESSION_POLICY));
    }

    private void checkId() {
        values.get(TenantKeys.ID)
                .filter(id -> id.value().value().length() > Tenant.MOST_ID_OF_SOURCE_IDENTITY
                        && marks().sourceIdentity())
                .ifPresent(id -> problems.add(id.origin(), "must be at most " + Tenant.MOST_ID_OF_SOURCE_IDENTITY
                        + " characters to fit into a source identity; shorten it, or set sourceIdentity: false"));
    }

    private void checkNoRoleKeys() {
        ROLE_KEYS.forEach(key -> values.get(key)
                .ifPresent(
                        configured -> problems.add(configured.origin(), "has no effect without roleArn or taskRole")));
    }

    private void checkTaskRole() {
        if (allow.isEmpty()) {
            problems.add(origin, "must have an entry in taskRole.allow, otherwise no role is allowed");
        }
        if (!matched) {
            problems.add(origin,
                    "must have match if it has taskRole: a sender known by its port or network has no task role");
        }
    }

    /** A role can be used only in its own partition. */
    private void checkPartition(RoleArn role) {
        Optional<ConfigSource.ConfiguredValue<String>> region = values.get(TenantKeys.REGION);
        region.filter(configured -> !Partition.of(configured.value()).equals(role.partition()))
                .ifPresent(configured -> problems.add(configured.origin(),
                        "must be a Region of partition %s, like the role, was %s"
                                .formatted(role.partition(), configured.value())));
    }
}
