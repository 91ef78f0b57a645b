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
 * All that STS is told when a tenant's role is assumed. It is the key that credentials are kept by, so that none ever serve a call that asks
 * for others.
 *
 * @param region whose STS is asked
 * @param externalId null for none
 * @param sourceIdentity null for none
 * @param policy null for none
 */
public record RoleSession(String region, RoleArn role, @Nullable String externalId, String name,
        Map<String, String> tags,
        @Nullable String sourceIdentity, @Nullable String policy) {
    static final String TENANT_TAG = "xgw-tenant";
    public static final String CLUSTER_TAG = "xgw-cluster";
    static final String PREFIX = "xgw-";
    /** What a gateway does with a role. The same as ecs/iam/tenant-role-policy.json. */
    public static final String POLICY = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["xray:PutTraceSegments","xray:PutTelemetryRecords",\
            "xray:GetSamplingRules","xray:GetSamplingTargets","xray:GetSamplingStatisticSummaries"],"Resource":"*"}]}""";
    /** The most that role chaining allows, and the least that a role's own maximum can be. */
    private static final Duration LENGTH = Duration.ofHours(1);
    private static final int MOST_NAME = 64;

    public RoleSession {
        tags = Map.copyOf(tags);
    }

    /**
     * @param region whose STS is asked
     * @param cluster the gateway's own, null where it is in none
     */
    public static RoleSession of(Tenant tenant, AssumedRole access, String region, @Nullable String cluster) {
        var named = PREFIX + tenant.declaredId();
        var marks = access.marks();
        return new RoleSession(region, access.arn(), access.externalId(),
                named.substring(0, Math.min(named.length(), MOST_NAME)),
                marks.tags() ? tags(tenant, cluster) : Map.of(), marks.sourceIdentity() ? named : null,
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

    /** Without the external id, which belongs into no log. */
    @Override
    public String toString() {
        return role + " as " + name;
    }
}
