package dev.tracegate.embedded.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the documents of one trace together: chooses versions, folds independent subsegments, links callers to callees. */
final class Assembly {
    /**
     * Subsegments that would nest deeper than this stay orphans: clients must be able to read the folded document, and common JSON readers
     * (Jackson, Python's) take no more than some 1,000 levels, of which each subsegment is two.
     */
    static final int MAX_DEPTH = 400;

    private final List<Entity> segments = new ArrayList<>();
    private final Map<String, List<Entity>> waiting = new LinkedHashMap<>();

    Assembly(List<String> documents) {
        for (var entity : versions(documents)) {
            if (entity.isSegment()) {
                segments.add(entity);
            } else {
                waiting.computeIfAbsent(String.valueOf(entity.parentId()), parent -> new ArrayList<>()).add(entity);
            }
        }
        link(fold());
    }

    List<Entity> segments() {
        return segments;
    }

    List<Entity> orphans() {
        return waiting.values().stream().flatMap(List::stream).toList();
    }

    /** The first finished version of each id, else the newest unfinished one. */
    private static Iterable<Entity> versions(List<String> documents) {
        var versions = new LinkedHashMap<String, Entity>();
        documents.stream()
                .map(Entity::segment)
                .forEach(entity -> versions.merge(entity.id(), entity,
                        (known, later) -> known.inProgress() ? later : known));
        return versions.values();
    }

    /** Folds from the segments downwards, so that nothing depends on the order of arrival; returns all that is shown by its id. */
    private Map<String, Entity> fold() {
        var byId = new HashMap<String, Entity>();
        var open = new ArrayDeque<Placed>();
        segments.forEach(segment -> open.addLast(new Placed(segment, 0)));
        while (!open.isEmpty()) {
            var next = open.removeFirst();
            byId.putIfAbsent(next.entity().id(), next.entity());
            adopt(next);
            next.entity().subsegments().forEach(child -> open.addLast(new Placed(child, next.depth() + 1)));
        }
        return byId;
    }

    private void adopt(Placed parent) {
        var children = waiting.remove(parent.entity().id());
        if (children == null) {
            return;
        }
        var tooDeep = new ArrayList<Entity>();
        for (var child : children) {
            if (parent.depth() + height(child) > MAX_DEPTH) {
                tooDeep.add(child);
            } else {
                parent.entity().adopt(child);
            }
        }
        if (!tooDeep.isEmpty()) {
            waiting.put(parent.entity().id(), tooDeep);
        }
    }

    private void link(Map<String, Entity> byId) {
        for (var segment : segments) {
            var parentId = segment.parentId();
            var caller = parentId == null ? null : byId.get(parentId);
            if (caller != null && caller != segment) {
                caller.call(segment);
            }
        }
    }

    /** Levels of subsegments, itself included. */
    private static int height(Entity entity) {
        var level = List.of(entity);
        var height = 0;
        for (; !level.isEmpty(); height++) {
            level = level.stream().flatMap(each -> each.subsegments().stream()).toList();
        }
        return height;
    }

    private record Placed(Entity entity, int depth) {}
}
