package dev.tracegate.faults;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The decision of the fake X-Ray about each segment in each call, across restarts of the gateway. Thread-safe. */
final class ChaosJournal {
    private final Map<Long, List<Taking>> takings = new ConcurrentHashMap<>();
    private final Set<Long> refused = ConcurrentHashMap.newKeySet();
    private final AtomicInteger life = new AtomicInteger(1);

    /**
     * Records an accepted segment.
     *
     * @param life number of the gateway process that sent it, from 1
     * @param heard whether the gateway can have received the confirmation
     */
    private record Taking(int life, boolean heard) {}

    /** To be called just before kill -9 and again after the end of the process, because a response in between may be lost. */
    void nextLife() {
        life.incrementAndGet();
    }

    void took(Collection<Long> ids, boolean heard) {
        var taking = new Taking(life.get(), heard);
        ids.forEach(id -> takings.merge(id, List.of(taking), ChaosJournal::joined));
    }

    /** Records segments that were refused by their ids. */
    void refused(Collection<Long> ids) {
        refused.addAll(ids);
    }

    boolean hasTaken(long id) {
        return takings.containsKey(id);
    }

    boolean hasRefused(long id) {
        return refused.contains(id);
    }

    /** Segments that one gateway process sent again although it could have received the confirmation. */
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
