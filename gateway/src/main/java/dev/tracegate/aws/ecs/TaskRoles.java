package dev.tracegate.aws.ecs;

import dev.tracegate.identity.ecs.EcsTasks;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The roles of tasks: by override, else by task definition, of which a revision never changes. Safe from any thread. */
final class TaskRoles {
    private static final int MOST_DEFINITIONS = 1000;

    private final Function<String, Future<String>> ask;
    // guarded by itself; an empty text for a revision without a role
    private final Map<String, String> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_DEFINITIONS;
        }
    };

    /** @param ask for a revision's role, an empty text where it has none */
    TaskRoles(Function<String, Future<String>> ask) {
        this.ask = ask;
    }

    /** Asks for what is not known yet, one after the other. Fails where one could not be asked. */
    Future<List<EcsTasks.Task>> addTo(List<DescribedTask> tasks) {
        var unknown = tasks.stream()
                .filter(task -> task.overriddenRole() == null)
                .map(task -> task.task().taskDefinitionArn())
                .distinct()
                .filter(definition -> get(definition) == null)
                .toList();
        var asked = Future.<Void>succeededFuture();
        for (var definition : unknown) {
            asked = asked.compose(before -> ask.apply(definition)).map(role -> put(definition, role));
        }
        return asked.map(all -> tasks.stream().map(task -> task.with(role(task))).toList());
    }

    private @Nullable String role(DescribedTask task) {
        var overridden = task.overriddenRole();
        if (overridden != null) {
            return overridden;
        }
        var role = get(task.task().taskDefinitionArn());
        return role == null || role.isEmpty() ? null : role;
    }

    private @Nullable String get(String definition) {
        synchronized (known) {
            return known.get(definition);
        }
    }

    private @Nullable Void put(String definition, String role) {
        synchronized (known) {
            known.put(definition, role);
        }
        return null;
    }
}
