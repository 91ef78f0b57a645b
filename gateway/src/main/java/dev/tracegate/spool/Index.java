package dev.tracegate.spool;

import dev.tracegate.tenant.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The rows in the file: waiting rows by tenant and age, and taken rows that have no outcome yet. Owned by one loop. */
final class Index {
    private final Map<TenantId, TreeMap<Long, StoredRow>> waiting = new LinkedHashMap<>();
    private final Map<Long, StoredRow> taken = new HashMap<>();
    /** Ids of taken rows that are no longer in the file: they cannot wait again. */
    private final Set<Long> lost = new HashSet<>();
    private int waitingRows;
    private long nextId = 1;

    /** An id for a new row, greater than the id of every row added before. */
    long newId() {
        return nextId++;
    }

    void add(StoredRow row) {
        nextId = Math.max(nextId, row.id() + 1);
        waiting.computeIfAbsent(row.tenant(), any -> new TreeMap<>()).put(row.id(), row);
        waitingRows++;
    }

    /** Adds a row as taken, because its batch is in memory as well. */
    void addTaken(StoredRow row) {
        taken.put(row.id(), row);
    }

    /** Taken rows without an outcome. */
    List<StoredRow> taken() {
        return List.copyOf(taken.values());
    }

    boolean isEmpty() {
        return size() == 0;
    }

    int size() {
        return waitingRows + taken.size();
    }

    boolean has(StoredRow row) {
        var rows = waiting.get(row.tenant());
        return taken.containsKey(row.id()) || (rows != null && rows.containsKey(row.id()));
    }

    boolean hasWaiting(Predicate<TenantId> ready) {
        for (var tenant : waiting.keySet()) {
            if (ready.test(tenant)) {
                return true;
            }
        }
        return false;
    }

    /** Takes the oldest waiting rows of ready tenants, up to {@code bytes}; at least one row if there is one, so that a large row cannot block. */
    List<StoredRow> take(Predicate<TenantId> ready, long bytes) {
        var rows = new ArrayList<StoredRow>();
        long left = bytes;
        for (var next = oldest(ready); next != null && (rows.isEmpty() || next.bytes() <= left); next = oldest(ready)) {
            left -= next.bytes();
            remove(next);
            taken.put(next.id(), next);
            rows.add(next);
        }
        return rows;
    }

    private @Nullable StoredRow oldest(Predicate<TenantId> ready) {
        StoredRow oldest = null;
        for (var tenant : waiting.entrySet()) {
            var first = tenant.getValue().firstEntry().getValue();
            if ((oldest == null || first.id() < oldest.id()) && ready.test(tenant.getKey())) {
                oldest = first;
            }
        }
        return oldest;
    }

    /** When the oldest waiting row was stored, in epoch milliseconds; {@link Long#MAX_VALUE} if none waits. */
    long oldestMillis() {
        var oldest = oldest(any -> true);
        return oldest == null ? Long.MAX_VALUE : oldest.storedMillis();
    }

    /** Removes a taken row, because it has an outcome; null if there is no such taken row. */
    @Nullable
    StoredRow ended(long id) {
        lost.remove(id);
        return taken.remove(id);
    }

    /** Makes a taken row wait again. Returns the row if it is no longer in the file and therefore lost; otherwise null. */
    @Nullable
    StoredRow giveBack(long id) {
        boolean gone = lost.contains(id);
        var row = ended(id);
        if (row != null && !gone) {
            add(row);
            return null;
        }
        return row;
    }

    /** Removes and returns waiting rows stored before {@code millis}. Stops at the first newer row of each tenant: ids are in order of storing. */
    List<StoredRow> removeOlder(long millis) {
        var old = new ArrayList<StoredRow>();
        for (var rows : List.copyOf(waiting.values())) {
            while (!rows.isEmpty() && rows.firstEntry().getValue().storedMillis() < millis) {
                var row = rows.firstEntry().getValue();
                remove(row);
                old.add(row);
            }
        }
        return old;
    }

    /** Removes and returns the waiting rows of a tenant. */
    List<StoredRow> removeOf(TenantId tenant) {
        return removeWaiting(row -> row.tenant().equals(tenant));
    }

    /** Removes the rows that are not in the file, which contains {@code ids}. Returns those that waited. */
    List<StoredRow> keepOnly(Set<Long> ids) {
        return removeLost(row -> !ids.contains(row.id()));
    }

    /** Removes matching rows, which are no longer in the file. Returns those that waited; matching taken rows cannot wait again. */
    List<StoredRow> removeLost(Predicate<StoredRow> which) {
        for (var row : taken.values()) {
            if (which.test(row)) {
                lost.add(row.id());
            }
        }
        return removeWaiting(which);
    }

    private List<StoredRow> removeWaiting(Predicate<StoredRow> which) {
        var gone = waiting.values().stream().map(TreeMap::values).flatMap(Collection::stream).filter(which).toList();
        gone.forEach(this::remove);
        return gone;
    }

    private void remove(StoredRow row) {
        var rows = waiting.get(row.tenant());
        if (rows != null && rows.remove(row.id()) != null) {
            waitingRows--;
            if (rows.isEmpty()) {
                waiting.remove(row.tenant());
            }
        }
    }
}
