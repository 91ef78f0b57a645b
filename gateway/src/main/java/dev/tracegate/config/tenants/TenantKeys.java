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
 * Every setting of one tenant, as {@link SettingsCatalog} has those of the gateway. Paths begin within the tenant's entry of the list. None is an
 * environment variable: a list has no names for its entries.
 */
public final class TenantKeys {
    /** The list's own key, at the top of the file. */
    public static final String LIST = "tenants";
    public static final String MEANING = "Whose segments these are, and what each may take. Where none are listed, everything is the tenant default's.";

    public static final Key<TenantId> ID = open("id", TenantValueTypes.id(), "required",
            "The tenant's name, in metrics, logs and the books.");
    static final Key<Cidr> SOURCES = open("sources", TenantValueTypes.network(), "none",
            "Networks whose senders are this tenant's. Of several that hold an address the narrowest counts.");
    static final Key<Integer> PORTS = open("ports", ValueType.integer(1, 65_535), "none",
            "UDP ports that are this tenant's alone, on the address of `listen.udp`. Who sends there is this tenant's, from wherever.");
    static final Key<Match> MATCH = open("match", TenantValueTypes.match(), "none",
            "ECS tasks that are this tenant's. A task's service decides before its family, and that before its tags.");
    static final Key<RoleArn> ROLE_ARN = open("roleArn", TenantValueTypes.role(), "none",
            "The IAM role its segments are sent with, assumed with the gateway's own credentials.");
    static final Key<String> EXTERNAL_ID = open("externalId", TenantValueTypes.externalId(), "none",
            "What the role's trust policy asks for. Give each tenant its own.");
    static final Key<Boolean> SESSION_TAGS = key("sessionTags", ValueType.bool(), true,
            "Whether a session of the role carries the tags `xgw-tenant` and `xgw-cluster`.");
    static final Key<Boolean> SOURCE_IDENTITY = key("sourceIdentity", ValueType.bool(), true,
            "Whether it carries the source identity `xgw-` and the tenant's id.");
    static final Key<Boolean> SESSION_POLICY = key("sessionPolicy", ValueType.bool(), true,
            "Whether it is cut down to the calls that a gateway makes, whatever else the role may do.");
    static final Key<Allowed> ALLOW = open("taskRole.allow", TenantValueTypes.allowed(), "none",
            "Instead of one role, each task's own: which of them may be used. A task with another role is refused.");
    static final Key<String> CREDENTIALS = open("credentials", TenantValueTypes.own(), "none",
            "Instead of a role, `own`: its segments are sent with the gateway's own credentials. In AWS mode a tenant has one of `roleArn`, `taskRole` and this.");
    static final Key<String> REGION = open("region", TenantValueTypes.region(), "that of `aws.region`",
            "The Region its segments go to.");
    static final Key<Integer> SEGMENTS_PER_SECOND = open("limits.segmentsPerSecond",
            ValueType.integer(1, Limits.MOST_SEGMENTS_PER_SECOND), "no limit",
            "Segments a second. After a pause, one second's worth may come at once. Beyond it they are shed, and counted.");
    static final Key<Long> BYTES_PER_SECOND = open("limits.bytesPerSecond", ValueType.size("1KiB", "1GiB"), "no limit",
            "The same in bytes of datagrams. After a pause at least 64 KiB may come at once, so that a datagram of any size passes.");
    static final Key<Long> QUEUE_BYTES = open("limits.queueBytes", ValueType.size("64KiB", "64GiB"),
            "that of `memory.buffer`",
            "The most that the tenant's waiting segments may take.");
    static final Key<Integer> WEIGHT = key("limits.weight", ValueType.integer(1, Limits.MOST_WEIGHT), 1,
            "Its turns beside the other tenants': one of weight 2 sends twice as much as one of weight 1 where both want to.");
    static final Key<Boolean> SPOOL = key("spool", ValueType.bool(), true, "Whether its segments may wait on disk.");

    private static final List<Key<?>> TABLE = List.of(ID, SOURCES, PORTS, MATCH, ROLE_ARN, EXTERNAL_ID, SESSION_TAGS,
            SOURCE_IDENTITY, SESSION_POLICY, ALLOW, CREDENTIALS, REGION, SEGMENTS_PER_SECOND, BYTES_PER_SECOND,
            QUEUE_BYTES, WEIGHT, SPOOL);
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

    /** Whether the value is a list of values of the type. */
    public static boolean isList(Key<?> key) {
        return LISTS.contains(key);
    }

    /** Whether the list's elements have keys of their own. */
    static boolean isStructured(Key<?> key) {
        return key.equals(MATCH) || key.equals(ALLOW);
    }

    private static <T> Key<T> key(String path, ValueType<T> kind, T standard, String meaning) {
        return new Key<>(path, kind, standard, "`" + standard + "`", meaning);
    }

    private static <T> Key<T> open(String path, ValueType<T> kind, String standardWords, String meaning) {
        return new Key<>(path, kind, null, standardWords, meaning);
    }
}
