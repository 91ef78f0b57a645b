package dev.tracegate.identity.proc;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The container of a process, from {@code /proc/<pid>/cgroup}, which only the kernel writes.
 *
 * @param dockerId 64 hex digits
 * @param taskId 32 hex digits; null if the agent creates no groups for tasks
 */
record Cgroup(String dockerId, @Nullable String taskId) {
    private static final int TASK = 1;
    private static final int DOCKER = 2;
    private static final int SHORT = 12;
    // cgroups v1 /ecs/[cluster/]<task>/<docker>, v2 ecstasks-<task>.slice/docker-<docker>.scope, and those of Docker without the agent. The first
    // match in the path is used: a container may create groups of any name below its own
    private static final List<Pattern> SHAPES = List.of(
            Pattern.compile("/ecstasks-([0-9a-f]{32})\\.slice/docker-([0-9a-f]{64})\\.scope(?:/|$)"),
            Pattern.compile("/ecs/(?:[^/]+/)?([0-9a-f]{32})/([0-9a-f]{64})(?:/|$)"),
            Pattern.compile("/()docker[-/]([0-9a-f]{64})(?:\\.scope)?(?:/|$)"));

    /** Empty if the process is in no container, or the groups name two. */
    static Optional<Cgroup> of(List<String> lines) {
        var found = new HashSet<Cgroup>();
        lines.forEach(line -> of(line).ifPresent(found::add));
        return found.size() == 1 ? found.stream().findFirst() : Optional.empty();
    }

    /** The short form that Docker shows. */
    String shortId() {
        return dockerId.substring(0, SHORT);
    }

    private static Optional<Cgroup> of(String line) {
        int first = Integer.MAX_VALUE;
        Cgroup outermost = null;
        for (var shape : SHAPES) {
            var matcher = shape.matcher(line);
            if (matcher.find() && matcher.start() < first) {
                first = matcher.start();
                outermost = new Cgroup(matcher.group(DOCKER),
                        matcher.group(TASK).isEmpty() ? null : matcher.group(TASK));
            }
        }
        return Optional.ofNullable(outermost);
    }
}
