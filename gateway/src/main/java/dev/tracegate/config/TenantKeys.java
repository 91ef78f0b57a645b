package dev.tracegate.config;

import dev.tracegate.tenant.Cidr;
import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every setting of one tenant, as {@link Keys} has those of the gateway. Paths begin within the tenant's entry of the list. None is an
 * environment variable: a list has no names for its entries.
 */
final class TenantKeys {
    /** The list's own key, at the top of the file. */
    static final String LIST = "tenants";
    static final String MEANING = "Whose segments these are, and what each may take. Where none are listed, everything is the tenant default's.";

    static final Key<TenantId> ID = open("id", TenantKinds.id(), "required",
            "The tenant's name, in metrics, logs and the books.");
    static final Key<Cidr> SOURCES = open("sources", TenantKinds.network(), "none",
            "Networks whose senders are this tenant's. Of several that hold an address the narrowest counts.");
    static final Key<Integer> PORTS = open("ports", Kind.integer(1, 65_535), "none",
            "UDP ports that are this tenant's alone, on the address of `listen.udp`. Who sends there is this tenant's, from wherever.");
    static final Key<Integer> SEGMENTS_PER_SECOND = open("limits.segmentsPerSecond",
            Kind.integer(1, Limits.MOST_SEGMENTS_PER_SECOND), "no limit",
            "Segments a second, and at once after a pause. Beyond it they are shed, and counted.");
    static final Key<Long> BYTES_PER_SECOND = open("limits.bytesPerSecond", Kind.size("1KiB", "1GiB"), "no limit",
            "The same in bytes of datagrams; one of any size passes after a pause.");
    static final Key<Long> QUEUE_BYTES = open("limits.queueBytes", Kind.size("64KiB", "64GiB"),
            "that of `memory.buffer`",
            "The most that the tenant's waiting segments may take.");
    static final Key<Integer> WEIGHT = key("limits.weight", Kind.integer(1, Limits.MOST_WEIGHT), 1,
            "Its turns beside the other tenants': one of weight 2 sends twice as much as one of weight 1 where both want to.");
    static final Key<Boolean> SPOOL = key("spool", Kind.bool(), true, "Whether its segments may wait on disk.");

    private static final List<Key<?>> TABLE = List.of(ID, SOURCES, PORTS, SEGMENTS_PER_SECOND, BYTES_PER_SECOND,
            QUEUE_BYTES, WEIGHT, SPOOL);
    private static final Set<Key<?>> LISTS = Set.of(SOURCES, PORTS);

    private TenantKeys() {}

    static List<Key<?>> all() {
        return TABLE;
    }

    static Optional<Key<?>> at(String path) {
        return TABLE.stream().<Key<?>>map(key -> key).filter(key -> key.path().equals(path)).findFirst();
    }

    static List<String> names() {
        return Stream.concat(Stream.of("limits"), TABLE.stream().map(Key::path)).toList();
    }

    /** Whether the value is a list of what the kind says. */
    static boolean isList(Key<?> key) {
        return LISTS.contains(key);
    }

    private static <T> Key<T> key(String path, Kind<T> kind, T standard, String meaning) {
        return new Key<>(path, kind, standard, "`" + standard + "`", meaning);
    }

    private static <T> Key<T> open(String path, Kind<T> kind, String standardWords, String meaning) {
        return new Key<>(path, kind, null, standardWords, meaning);
    }
}
