package dev.tracegate.spool;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Ids of rows with an outcome that the file may still contain; deletes them. Owned by one loop. */
final class Deletions {
    private final SpoolThread thread;
    private final BooleanSupplier isWorking;
    private final Runnable deleted;
    private final Set<Long> ids = new HashSet<>();

    /**
     * @param isWorking whether rows can be deleted now
     * @param deleted run after each deletion
     */
    Deletions(SpoolThread thread, BooleanSupplier isWorking, Runnable deleted) {
        this.thread = thread;
        this.isWorking = isWorking;
        this.deleted = deleted;
    }

    /** Deletes the row now, or with the next {@link #retryAll} if the file is closed or the disk is full. */
    void add(long id) {
        note(id);
        if (isWorking.getAsBoolean()) {
            submit(id);
        }
    }

    /** The caller deletes the row itself; if its deletion fails, {@link #retryAll} deletes the row. */
    void note(long id) {
        ids.add(id);
    }

    /** The row has been deleted. */
    void forget(long id) {
        ids.remove(id);
    }

    boolean has(long id) {
        return ids.contains(id);
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    /** @param there ids of all rows in the file: other rows need no deletion */
    void keepOnly(Set<Long> there) {
        ids.retainAll(there);
    }

    /** Requests all outstanding deletions again. Call when the file can be written again. */
    void retryAll() {
        List.copyOf(ids).forEach(this::submit);
    }

    private void submit(long id) {
        thread.submit(new Work.Delete(id, done -> {
            if (done) {
                forget(id);
                deleted.run();
            }
        }));
    }
}
