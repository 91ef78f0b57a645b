package dev.tracegate.aws.ecs;

import com.github.benmanes.caffeine.cache.Cache;
import dev.tracegate.aws.cache.SharedCaches;
import dev.tracegate.identity.ecs.EcsTasks;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The roles of tasks: a task's override, else the role of its definition. Roles of definitions are cached: a revision never changes. Any thread. */
final class TaskRoles {
    /** Revisions kept at once, some 300 bytes each: more than the tasks that one host runs. */
    private static final int MAX_DEFINITIONS = 1000;

    private final Function<String, Future<String>> fetch;
    /** Role by revision; an empty text for a revision without a role. */
    private final Cache<String, String> known;

    /**
     * @param fetch returns a revision's role, an empty text if it has none
     * @param nanoClock monotonic nanoseconds
     */
    TaskRoles(Function<String, Future<String>> fetch, LongSupplier nanoClock) {
        this.fetch = fetch;
        this.known = SharedCaches.builder(nanoClock).maximumSize(MAX_DEFINITIONS).build();
    }

    /**
     * Adds to each task its role. Fetches unknown roles, one call at a time; fails if one of the calls fails. The answer is made from its own map,
     * because the cache may drop an entry as soon as it is put.
     */
    Future<List<EcsTasks.Task>> addTo(List<DescribedTask> tasks) {
        var roles = new HashMap<String, String>();
        var done = Future.<Void>succeededFuture();
        for (var definition : definitions(tasks)) {
            var role = known.getIfPresent(definition);
            if (role == null) {
                done = done.compose(before -> fetch.apply(definition)).map(fetched -> {
                    known.put(definition, fetched);
                    roles.put(definition, fetched);
                    return null;
                });
            } else {
                roles.put(definition, role);
            }
        }
        return done.map(all -> tasks.stream().map(task -> task.with(role(task, roles))).toList());
    }

    private static List<String> definitions(List<DescribedTask> tasks) {
        return tasks.stream()
                .filter(task -> task.overriddenRole() == null)
                .map(task -> task.task().taskDefinitionArn())
                .distinct()
                .toList();
    }

    private static @Nullable String role(DescribedTask task, Map<String, String> roles) {
        var overridden = task.overriddenRole();
        if (overridden != null) {
            return overridden;
        }
        var role = roles.getOrDefault(task.task().taskDefinitionArn(), "");
        return role.isEmpty() ? null : role;
    }

    /** For its meters. */
    Cache<?, ?> cache() {
        return known;
    }
}
