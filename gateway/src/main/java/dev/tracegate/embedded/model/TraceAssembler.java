package dev.tracegate.embedded.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Assembles the documents of one trace: chooses the version of each, attaches independent subsegments to their parents, links callers to callees. */
final class TraceAssembler {
    /**
     * Levels of subsegments. Subsegments that would nest deeper remain orphans: each level adds two levels of JSON to the returned
     * document, and common parsers (Jackson, Python's) accept about 1,000.
     */
    static final int MAX_DEPTH = 400;

    private final List<Entity> segments = new ArrayList<>();
    /** Independent subsegments that have no place yet, by the id of their parent. */
    private final Map<String, List<Entity>> unattached = new LinkedHashMap<>();

    TraceAssembler(List<String> documents) {
        for (var entity : currentVersions(documents)) {
            if (entity.isSegment()) {
                segments.add(entity);
            } else {
                unattached.computeIfAbsent(String.valueOf(entity.parentId()), parent -> new ArrayList<>()).add(entity);
            }
        }
        linkCallers(attachAll());
    }

    List<Entity> segments() {
        return segments;
    }

    List<Entity> orphans() {
        return unattached.values().stream().flatMap(List::stream).toList();
    }

    /** For each id the first completed version, or the newest version in progress if none is completed. */
    private static Iterable<Entity> currentVersions(List<String> documents) {
        var versions = new LinkedHashMap<String, Entity>();
        documents.stream()
                .map(Entity::parse)
                .forEach(entity -> versions.merge(entity.id(), entity,
                        (stored, later) -> stored.inProgress() ? later : stored));
        return versions.values();
    }

    /** Attaches subsegments from the segments downwards, so that the order of arrival does not matter. Returns all reachable entities by id. */
    private Map<String, Entity> attachAll() {
        var byId = new HashMap<String, Entity>();
        var queue = new ArrayDeque<EntityAtDepth>();
        segments.forEach(segment -> queue.addLast(new EntityAtDepth(segment, 0)));
        while (!queue.isEmpty()) {
            var next = queue.removeFirst();
            byId.putIfAbsent(next.entity().id(), next.entity());
            attachChildren(next);
            next.entity().subsegments().forEach(child -> queue.addLast(new EntityAtDepth(child, next.depth() + 1)));
        }
        return byId;
    }

    private void attachChildren(EntityAtDepth parent) {
        var children = unattached.remove(parent.entity().id());
        if (children == null) {
            return;
        }
        var tooDeep = new ArrayList<Entity>();
        for (var child : children) {
            if (parent.depth() + height(child) > MAX_DEPTH) {
                tooDeep.add(child);
            } else {
                parent.entity().attach(child);
            }
        }
        if (!tooDeep.isEmpty()) {
            unattached.put(parent.entity().id(), tooDeep);
        }
    }

    private void linkCallers(Map<String, Entity> byId) {
        for (var segment : segments) {
            var parentId = segment.parentId();
            var caller = parentId == null ? null : byId.get(parentId);
            if (caller != null && caller != segment) {
                caller.addCallee(segment);
            }
        }
    }

    /** Levels of the tree of an entity; 1 if it has no subsegments. */
    private static int height(Entity entity) {
        var level = List.of(entity);
        var height = 0;
        for (; !level.isEmpty(); height++) {
            level = level.stream().flatMap(each -> each.subsegments().stream()).toList();
        }
        return height;
    }

    private record EntityAtDepth(Entity entity, int depth) {}
}
