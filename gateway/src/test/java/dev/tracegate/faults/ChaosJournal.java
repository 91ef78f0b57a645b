package dev.tracegate.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What X-Ray did with each segment, call by call, over all lives of a gateway that is killed and started again. Safe from any thread. */
final class ChaosJournal {
    private final Map<Long, List<Taking>> takings = new ConcurrentHashMap<>();
    private final Set<Long> refused = ConcurrentHashMap.newKeySet();
    private final AtomicInteger life = new AtomicInteger(1);

    /**
     * X-Ray took the segment.
     *
     * @param life of the gateway that sent it, counted from 1
     * @param heard whether the gateway can have read an answer that says so
     */
    private record Taking(int life, boolean heard) {}

    /** Call it just before kill -9 and once more when the process is gone: an answer given in between may have found nobody. */
    void nextLife() {
        life.incrementAndGet();
    }

    void took(Collection<Long> ids, boolean heard) {
        var taking = new Taking(life.get(), heard);
        ids.forEach(id -> takings.merge(id, List.of(taking), ChaosJournal::joined));
    }

    /** X-Ray refused these by their ids, for good. */
    void refused(Collection<Long> ids) {
        refused.addAll(ids);
    }

    boolean hasTaken(long id) {
        return takings.containsKey(id);
    }

    boolean hasRefused(long id) {
        return refused.contains(id);
    }

    /** Segments taken again by the same life of the gateway although it could read that they had been taken. */
    List<Long> unexplainedDuplicates() {
        return takings.entrySet().stream().filter(entry -> repeated(entry.getValue())).map(Map.Entry::getKey).toList();
    }

    long duplicates() {
        return takings.values().stream().mapToLong(list -> list.size() - 1L).sum();
    }

    private static boolean repeated(List<Taking> list) {
        for (int i = 1; i < list.size(); i++) {
            var before = list.get(i - 1);
            if (before.heard && before.life == list.get(i).life) {
                return true;
            }
        }
        return false;
    }

    private static List<Taking> joined(List<Taking> before, List<Taking> one) {
        var all = new ArrayList<>(before);
        all.addAll(one);
        return all;
    }
}
