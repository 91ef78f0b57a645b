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

/** What is in the file: rows that wait, by tenant and age, and rows that were taken and have not come to their end. Owned by one loop. */
final class Index {
    private final Map<TenantId, TreeMap<Long, StoredRow>> waiting = new LinkedHashMap<>();
    private final Map<Long, StoredRow> taken = new HashMap<>();
    /** Taken rows that are no longer in the file: they cannot be given back. */
    private final Set<Long> lost = new HashSet<>();
    private int waitingRows;
    private long nextId = 1;

    /** For a new row: greater than that of any row that was added. */
    long newId() {
        return nextId++;
    }

    void add(StoredRow row) {
        nextId = Math.max(nextId, row.id() + 1);
        waiting.computeIfAbsent(row.tenant(), any -> new TreeMap<>()).put(row.id(), row);
        waitingRows++;
    }

    /** A row of a batch that is in memory too: as if it had waited and been taken. */
    void addTaken(StoredRow row) {
        taken.put(row.id(), row);
    }

    /** Those that were taken and have not come to their end. */
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

    /** The oldest waiting rows of ready tenants: at most so many bytes, but one if there is any. */
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

    /** When the oldest waiting row was stored; {@link Long#MAX_VALUE} where none waits. */
    long oldestMillis() {
        var oldest = oldest(any -> true);
        return oldest == null ? Long.MAX_VALUE : oldest.storedMillis();
    }

    /** A taken row came to its end; null where it is not one. */
    @Nullable
    StoredRow ended(long id) {
        lost.remove(id);
        return taken.remove(id);
    }

    /** A taken row waits again; answers it where that cannot be, because it is not in the file any more. */
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

    /** Removes and answers waiting rows that were stored before; looks only at each tenant's oldest. */
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

    /** Removes and answers what waits of a tenant. */
    List<StoredRow> removeOf(TenantId tenant) {
        return removeWaiting(row -> row.tenant().equals(tenant));
    }

    /** The file has no rows but these. Answers the waiting rows it has lost. */
    List<StoredRow> keepOnly(Set<Long> ids) {
        return lose(row -> !ids.contains(row.id()));
    }

    /** The file has lost such rows. Answers those that waited. */
    List<StoredRow> lose(Predicate<StoredRow> which) {
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
