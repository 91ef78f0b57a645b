package dev.tracegate.tenant;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The difference between two lists of tenants, each in the order of its configuration.
 *
 * @param added tenants only in the second list
 * @param removed tenants only in the first list, as declared there
 * @param changed tenants in both lists with different settings
 */
public record TenantChanges(List<Tenant> added, List<Tenant> removed, List<Changed> changed) {
    /** Tenants of each kind that a log line names. */
    private static final int MOST_NAMED = 20;
    private static final String KEEP_RATE = "keepRate";

    /**
     * A tenant whose settings changed.
     *
     * @param tenant its new declaration
     * @param keys names of the settings that differ, such as {@code limits}
     */
    public record Changed(Tenant tenant, List<String> keys) {
        @Override
        public String toString() {
            return tenant.id() + " (" + String.join(", ", keys) + ")";
        }
    }

    /** @throws IllegalArgumentException if a gateway cannot make the change while it runs; the message says why */
    public static TenantChanges between(Registry before, Registry after) {
        checkRunning(before, after);
        var added = new ArrayList<Tenant>();
        var changed = new ArrayList<Changed>();
        for (var tenant : after.tenants()) {
            var old = before.declared(tenant.id());
            if (old == null) {
                added.add(tenant);
            } else if (!old.equals(tenant)) {
                changed.add(new Changed(tenant, keys(old, tenant)));
            }
        }
        var removed = before.tenants().stream().filter(tenant -> after.declared(tenant.id()) == null).toList();
        return new TenantChanges(added, removed, changed);
    }

    private static void checkRunning(Registry before, Registry after) {
        if (before.isSingle() != after.isSingle()) {
            throw new IllegalArgumentException(
                    "tenants: the first tenant cannot be added and the last one cannot be removed while the gateway runs: restart it");
        }
        if (after.usesTaskRoles() && !before.usesTaskRoles()) {
            throw new IllegalArgumentException(
                    "tenants: the first tenant with credentials: taskRole cannot be added while the gateway runs: restart it");
        }
    }

    private static List<String> keys(Tenant a, Tenant b) {
        var keys = new ArrayList<String>();
        add(keys, "limits", a.limits(), b.limits());
        add(keys, "sources", a.sources(), b.sources());
        add(keys, "ports", a.ports(), b.ports());
        add(keys, "match", a.match(), b.match());
        add(keys, "credentials", a.access(), b.access());
        add(keys, "region", a.region(), b.region());
        add(keys, "spool", a.spool(), b.spool());
        add(keys, KEEP_RATE, a.keepRate(), b.keepRate());
        return keys;
    }

    private static void add(List<String> keys, String key, @Nullable Object a,
            @Nullable Object b) {
        if (!Objects.equals(a, b)) {
            keys.add(key);
        }
    }

    /**
     * A predicate for the ids of changed tenants, including derived ones; costs one look-up. A tenant of which only the keep rate changed is not
     * included: the rate applies to datagrams that arrive, not to what is sent.
     */
    public Predicate<TenantId> changedIds() {
        var ids = changed.stream()
                .filter(one -> !one.keys().equals(List.of(KEEP_RATE)))
                .map(one -> one.tenant().id().value())
                .collect(Collectors.toUnmodifiableSet());
        return id -> ids.contains(Tenant.declared(id));
    }

    public boolean isEmpty() {
        return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
    }

    /** For the log: {@code added carts; removed orders; changed pay (limits, ports)}. */
    @Override
    public String toString() {
        var parts = new ArrayList<String>();
        part(parts, "added", added.stream().map(Tenant::id).toList());
        part(parts, "removed", removed.stream().map(Tenant::id).toList());
        part(parts, "changed", changed);
        return parts.isEmpty() ? "no tenant differs" : String.join("; ", parts);
    }

    private static void part(List<String> parts, String what, List<?> tenants) {
        if (!tenants.isEmpty()) {
            var names = tenants.stream().limit(MOST_NAMED).map(String::valueOf).collect(Collectors.joining(", "));
            int more = tenants.size() - MOST_NAMED;
            parts.add(what + " " + names + (more > 0 ? " and " + more + " more" : ""));
        }
    }
}
