package dev.tracegate.aws.credentials;

import dev.tracegate.tenant.RoleArn;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantCredentials.AssumedRole;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Tag;

/**
 * The parameters of one AssumeRole call for a tenant. Cached credentials are keyed by it, so that credentials issued for one set of
 * parameters are never used for another.
 *
 * @param region of the STS endpoint
 * @param externalId null for none
 * @param sourceIdentity null for none
 * @param policy session policy; null for none
 */
public record RoleSession(String region, RoleArn role, @Nullable String externalId, String name,
        Map<String, String> tags,
        @Nullable String sourceIdentity, @Nullable String policy) {
    static final String TENANT_TAG = "xgw-tenant";
    public static final String CLUSTER_TAG = "xgw-cluster";
    static final String PREFIX = "xgw-";
    /** Session policy: the X-Ray actions that the gateway calls. The same as ecs/iam/tenant-role-policy.json. */
    public static final String POLICY = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["xray:PutTraceSegments","xray:PutTelemetryRecords",\
            "xray:GetSamplingRules","xray:GetSamplingTargets","xray:GetSamplingStatisticSummaries"],"Resource":"*"}]}""";
    /** The most that role chaining allows; every role's own maximum is at least this. */
    private static final Duration LENGTH = Duration.ofHours(1);
    private static final int MAX_NAME_LENGTH = 64;

    public RoleSession {
        tags = Map.copyOf(tags);
    }

    /**
     * The session for a tenant's role.
     *
     * @param region of the STS endpoint
     * @param cluster name of the gateway's own ECS cluster; null outside ECS
     */
    public static RoleSession of(Tenant tenant, AssumedRole access, String region, @Nullable String cluster) {
        var identity = PREFIX + tenant.declaredId();
        var marks = access.marks();
        return new RoleSession(region, access.arn(), access.externalId(),
                identity.substring(0, Math.min(identity.length(), MAX_NAME_LENGTH)),
                marks.tags() ? tags(tenant, cluster) : Map.of(), marks.sourceIdentity() ? identity : null,
                marks.policy() ? POLICY : null);
    }

    private static Map<String, String> tags(Tenant tenant, @Nullable String cluster) {
        return cluster == null
                ? Map.of(TENANT_TAG, tenant.declaredId())
                : Map.of(TENANT_TAG, tenant.declaredId(), CLUSTER_TAG, cluster);
    }

    AssumeRoleRequest.Builder request() {
        return AssumeRoleRequest.builder()
                .roleArn(role.toString())
                .roleSessionName(name)
                .durationSeconds((int) LENGTH.toSeconds())
                .externalId(externalId)
                .tags(sdkTags())
                .sourceIdentity(sourceIdentity)
                .policy(policy);
    }

    private @Nullable List<Tag> sdkTags() {
        return tags.isEmpty()
                ? null
                : new TreeMap<>(tags).entrySet()
                        .stream()
                        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                        .toList();
    }

    /** Omits the external id, which must not appear in logs. */
    @Override
    public String toString() {
        return role + " as " + name;
    }
}
