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
 * Reads which credentials a tenant's segments are sent with, after the rest of its entry.
 *
 * @param origin the entry's, {@code tenants[1] (line 7)}
 * @param allow what taskRole.allow lists
 * @param hasTaskRole whether there is such a list, be it empty or wrong
 * @param matched whether it has tasks
 */
record TenantCredentialsReader(ConfigSource layer, String origin, List<Allowed> allow, boolean hasTaskRole,
        boolean matched,
        Problems problems) {
    private static final List<Key<?>> OF_ROLES = List.of(TenantKeys.EXTERNAL_ID, TenantKeys.SESSION_TAGS,
            TenantKeys.SOURCE_IDENTITY, TenantKeys.SESSION_POLICY);

    TenantCredentials read() {
        var role = layer.get(TenantKeys.ROLE_ARN).map(ConfigSource.ConfiguredValue::value);
        boolean own = layer.get(TenantKeys.CREDENTIALS).isPresent();
        if (Stream.of(role.isPresent(), hasTaskRole, own).filter(told -> told).count() > 1) {
            problems.add(origin, "must have only one of roleArn, taskRole and credentials");
        }
        if (role.isPresent() || hasTaskRole) {
            checkId();
        } else {
            checkNothingIsForRoles();
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
        return layer.get(TenantKeys.EXTERNAL_ID).map(ConfigSource.ConfiguredValue::value).orElse(null);
    }

    private Marks marks() {
        var said = new ConfigSources(List.of(layer));
        return new Marks(said.value(TenantKeys.SESSION_TAGS), said.value(TenantKeys.SOURCE_IDENTITY),
                said.value(TenantKeys.SESSION_POLICY));
    }

    private void checkId() {
        layer.get(TenantKeys.ID)
                .filter(id -> id.value().value().length() > Tenant.MOST_ID_OF_SOURCE_IDENTITY
                        && marks().sourceIdentity())
                .ifPresent(id -> problems.add(id.origin(), "must be at most " + Tenant.MOST_ID_OF_SOURCE_IDENTITY
                        + " characters to fit into a source identity; shorten it, or say sourceIdentity: false"));
    }

    private void checkNothingIsForRoles() {
        OF_ROLES.forEach(key -> layer.get(key)
                .ifPresent(said -> problems.add(said.origin(), "is of no use without roleArn or taskRole")));
    }

    private void checkTaskRole() {
        if (allow.isEmpty()) {
            problems.add(origin, "must have something in taskRole.allow, or no role is ever allowed");
        }
        if (!matched) {
            problems.add(origin, "must have match beside taskRole: who is known by port or network has no task's role");
        }
    }

    /** No role can be used in another partition. */
    private void checkPartition(RoleArn role) {
        Optional<ConfigSource.ConfiguredValue<String>> region = layer.get(TenantKeys.REGION);
        region.filter(said -> !Partition.of(said.value()).equals(role.partition()))
                .ifPresent(said -> problems.add(said.origin(), "must be a Region of partition %s as the role is, was %s"
                        .formatted(role.partition(), said.value())));
    }
}
