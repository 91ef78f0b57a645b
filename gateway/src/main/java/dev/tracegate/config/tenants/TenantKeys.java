package dev.tracegate.config.tenants;

import dev.tracegate.config.schema.Key;
import dev.tracegate.config.schema.SettingsCatalog;
import dev.tracegate.config.schema.ValueType;
import dev.tracegate.tenant.Cidr;
import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.Match;
import dev.tracegate.tenant.RoleArn;
import dev.tracegate.tenant.TenantCredentials.Allowed;
import dev.tracegate.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every setting of one tenant. Paths are relative to the tenant's entry in the list. Unlike the settings in {@link SettingsCatalog}, none can be set by an
 * environment variable, because the entries of a list have no names.
 */
public final class TenantKeys {
    /** The key of the list, at the top of the file. */
    public static final String LIST = "tenants";
    public static final String MEANING = "The tenants: how their senders are recognised, and their limits. Without tenants, every segment belongs to the tenant default.";

    public static final Key<TenantId> ID = withoutDefault("id", TenantValueTypes.id(), "required",
            "The tenant's name in metrics, logs and the books.");
    static final Key<Cidr> SOURCES = withoutDefault("sources", TenantValueTypes.network(), "none",
            "Networks of this tenant's senders. If several networks contain an address, the smallest applies.");
    static final Key<Integer> PORTS = withoutDefault("ports", ValueType.integer(1, 65_535), "none",
            "UDP ports for this tenant only, on the address of `listen.udp`. Every datagram that arrives there belongs to this tenant, whatever its source.");
    static final Key<Match> MATCH = withoutDefault("match", TenantValueTypes.match(), "none",
            "This tenant's ECS tasks. A match by service takes precedence over one by family, and that over one by tag.");
    static final Key<RoleArn> ROLE_ARN = withoutDefault("roleArn", TenantValueTypes.role(), "none",
            "The IAM role that sends this tenant's segments. It is assumed with the gateway's own credentials.");
    static final Key<String> EXTERNAL_ID = withoutDefault("externalId", TenantValueTypes.externalId(), "none",
            "The external id that the role's trust policy requires. Use a different one for each tenant.");
    static final Key<Boolean> SESSION_TAGS = withDefault("sessionTags", ValueType.bool(), true,
            "Whether sessions of the role have the tags `xgw-tenant` and `xgw-cluster`.");
    static final Key<Boolean> SOURCE_IDENTITY = withDefault("sourceIdentity", ValueType.bool(), true,
            "Whether sessions have a source identity, `xgw-` followed by the tenant's id.");
    static final Key<Boolean> SESSION_POLICY = withDefault("sessionPolicy", ValueType.bool(), true,
            "Whether a session policy limits sessions to the calls that the gateway makes, even if the role allows more.");
    static final Key<Allowed> ALLOW = withoutDefault("taskRole.allow", TenantValueTypes.allowed(), "none",
            "Instead of one role, use each task's own role. The list has the allowed roles; a task with another role is rejected.");
    static final Key<String> CREDENTIALS = withoutDefault("credentials", TenantValueTypes.own(), "none",
            "`own` sends the tenant's segments with the gateway's own credentials. In AWS mode a tenant has exactly one of `roleArn`, `taskRole` and `credentials`.");
    static final Key<String> REGION = withoutDefault("region", TenantValueTypes.region(), "the value of `aws.region`",
            "The Region that the tenant's segments are sent to.");
    static final Key<Integer> SEGMENTS_PER_SECOND = withoutDefault("limits.segmentsPerSecond",
            ValueType.integer(1, Limits.MOST_SEGMENTS_PER_SECOND), "no limit",
            "Maximum segments per second. After a pause, a burst of one second's worth is accepted. Excess segments are shed and counted.");
    static final Key<Long> BYTES_PER_SECOND = withoutDefault("limits.bytesPerSecond", ValueType.size("1KiB", "1GiB"),
            "no limit",
            "Maximum bytes of datagrams per second. After a pause, a burst of at least 64 KiB is accepted, so that a datagram of any size passes.");
    static final Key<Long> QUEUE_BYTES = withoutDefault("limits.queueBytes", ValueType.size("64KiB", "64GiB"),
            "the value of `memory.buffer`",
            "Maximum memory for the tenant's waiting segments.");
    static final Key<Integer> WEIGHT = withDefault("limits.weight", ValueType.integer(1, Limits.MOST_WEIGHT), 1,
            "The tenant's share of the sending capacity when tenants compete: with weight 2 it sends twice as much as with weight 1.");
    static final Key<Boolean> SPOOL = withDefault("spool", ValueType.bool(), true,
            "Whether the tenant's segments may be stored on disk.");
    static final Key<Double> KEEP_RATE = withoutDefault("keepRate", ValueType.rate(),
            "the value of `sampling.keepRate`",
            "The share of the tenant's arriving traces that are sent to X-Ray.");

    private static final List<Key<?>> TABLE = List.of(ID, SOURCES, PORTS, MATCH, ROLE_ARN, EXTERNAL_ID, SESSION_TAGS,
            SOURCE_IDENTITY, SESSION_POLICY, ALLOW, CREDENTIALS, REGION, SEGMENTS_PER_SECOND, BYTES_PER_SECOND,
            QUEUE_BYTES, WEIGHT, SPOOL, KEEP_RATE);
    private static final Set<Key<?>> LISTS = Set.of(SOURCES, PORTS, MATCH, ALLOW);
    private static final List<String> SECTIONS = List.of("limits", "taskRole");

    private TenantKeys() {}

    public static List<Key<?>> all() {
        return TABLE;
    }

    static Optional<Key<?>> at(String path) {
        return TABLE.stream().<Key<?>>map(key -> key).filter(key -> key.path().equals(path)).findFirst();
    }

    static List<String> names() {
        return Stream.concat(SECTIONS.stream(), TABLE.stream().map(Key::path)).toList();
    }

    static boolean isSection(String name) {
        return SECTIONS.contains(name);
    }

    /** Whether the setting is a list of values of its type. */
    public static boolean isList(Key<?> key) {
        return LISTS.contains(key);
    }

    /** Whether the elements of the list have keys of their own. */
    static boolean isStructured(Key<?> key) {
        return key.equals(MATCH) || key.equals(ALLOW);
    }

    private static <T> Key<T> withDefault(String path, ValueType<T> kind, T defaultValue, String meaning) {
        return new Key<>(path, kind, defaultValue, "`" + defaultValue + "`", meaning);
    }

    private static <T> Key<T> withoutDefault(String path, ValueType<T> kind, String defaultText, String meaning) {
        return new Key<>(path, kind, null, defaultText, meaning);
    }
}
