package dev.tracegate.spool;

import dev.tracegate.flow.Batch;
import dev.tracegate.tenant.TenantId;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What the loop asks of the spool's thread. Each is answered once, on the loop, in the order asked. */
sealed interface Work {

    /** Work that goes into a transaction with others. */
    sealed interface Grouped extends Work {}

    /** @param answer whether it is stored */
    record Put(StoredRow row, Batch batch, Consumer<Boolean> answer) implements Grouped {}

    /** @param answer what was read; null where nothing could be */
    record Read(List<StoredRow> rows, Consumer<@Nullable List<Found>> answer) implements Grouped {}

    /** @param batch null where the row is not what was stored */
    record Found(StoredRow row, @Nullable Batch batch) {}

    /** @param answer whether it is deleted */
    record Delete(long id, Consumer<Boolean> answer) implements Grouped {}

    /** @param answer whether nothing is left of the tenant in the file */
    record Erase(TenantId tenant, Consumer<Boolean> answer) implements Work {}

    /** Looks for the file at once, where it is not open. */
    record Open() implements Work {}

    /**
     * Gives the file to a successor, and goes on with another.
     *
     * @param keep rows that this process goes on with: they move to the other file
     * @param answer which of them did; null where all is as it was
     */
    record HandOver(List<StoredRow> keep, Consumer<@Nullable Set<Long>> answer) implements Work {}

    /** @param answer rows of another file after its process has ended, one portion; none if there is no such file */
    record FindOther(Consumer<List<StoredRow>> answer) implements Work {}

    /**
     * Moves rows from the other file that was found to this one.
     *
     * @param answer what became of each; null where all is as it was
     */
    record Merge(List<Moved> rows, Consumer<@Nullable List<Merged>> answer) implements Work {}

    /** @param to the same row under its id in this file */
    record Moved(StoredRow from, StoredRow to) {}

    /** @param whole false where the row is not what was stored */
    record Merged(StoredRow row, boolean whole) {}

    /** Gives free pages back to the disk. */
    record Tidy() implements Work {}

    /** Looks whether a full disk has room again. */
    record Probe() implements Work {}

    record Close(Runnable answer) implements Work {}
}
