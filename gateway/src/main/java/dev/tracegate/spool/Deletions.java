package dev.tracegate.spool;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Rows that have ended, and are perhaps in the file still. Owned by one loop. */
final class Deletions {
    private final SpoolThread thread;
    private final BooleanSupplier works;
    private final Runnable deleted;
    private final Set<Long> ids = new HashSet<>();

    /**
     * @param works whether rows can be deleted now
     * @param deleted run after each deletion
     */
    Deletions(SpoolThread thread, BooleanSupplier works, Runnable deleted) {
        this.thread = thread;
        this.works = works;
        this.deleted = deleted;
    }

    /** Deletes the row: now, or by {@link #askAgain} where the file is not open or on a full disk. */
    void add(long id) {
        note(id);
        if (works.getAsBoolean()) {
            ask(id);
        }
    }

    /** Somebody else sees to the row's deletion; if that fails, {@link #askAgain} does. */
    void note(long id) {
        ids.add(id);
    }

    /** The row is deleted. */
    void forget(long id) {
        ids.remove(id);
    }

    boolean has(long id) {
        return ids.contains(id);
    }

    boolean isEmpty() {
        return ids.isEmpty();
    }

    /** No others are in the file. */
    void keepOnly(Set<Long> there) {
        ids.retainAll(there);
    }

    /** The file can be written again. */
    void askAgain() {
        List.copyOf(ids).forEach(this::ask);
    }

    private void ask(long id) {
        thread.submit(new Work.Delete(id, done -> {
            if (done) {
                forget(id);
                deleted.run();
            }
        }));
    }
}
