package dev.tracegate.tenant;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The tenant of a task. A service match decides before a family match, and a family match before tags. Immutable. */
final class TaskOwners {
    private final Map<Match, Tenant> owners;

    private TaskOwners(Map<Match, Tenant> owners) {
        this.owners = owners;
    }

    /** @throws IllegalArgumentException if two tenants have the same match */
    static TaskOwners of(List<Tenant> tenants) {
        var owners = new HashMap<Match, Tenant>();
        for (var tenant : tenants) {
            tenant.match().forEach(match -> Registry.claim(owners, match, tenant));
        }
        return new TaskOwners(Map.copyOf(owners));
    }

    Optional<Tenant> of(Workload task) {
        return service(task).or(() -> family(task)).or(() -> tagged(task));
    }

    private Optional<Tenant> service(Workload task) {
        return Optional.ofNullable(task.service())
                .map(service -> owners.get(new Match.Service(task.cluster(), service)));
    }

    private Optional<Tenant> family(Workload task) {
        return Optional.ofNullable(owners.get(new Match.Family(task.cluster(), task.family())));
    }

    /** Empty if the tags match two tenants. */
    private Optional<Tenant> tagged(Workload task) {
        var named = task.tags()
                .entrySet()
                .stream()
                .map(tag -> new Match.Tag(task.cluster(), tag.getKey(), tag.getValue()))
                .flatMap(match -> Optional.ofNullable(owners.get(match)).stream())
                .collect(Collectors.toSet());
        return named.size() == 1 ? named.stream().findFirst() : Optional.empty();
    }
}
