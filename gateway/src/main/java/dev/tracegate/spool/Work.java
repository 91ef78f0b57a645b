package dev.tracegate.spool;

import dev.tracegate.flow.Batch;
import dev.tracegate.tenant.TenantId;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A request of the loop to the spool's thread. Each callback {@code answer} runs once, on the loop, in the order of the requests. */
sealed interface Work {

    /** Work that shares a transaction with other work. */
    sealed interface Grouped extends Work {}

    /** @param answer receives whether the row is stored */
    record Put(StoredRow row, Batch batch, Consumer<Boolean> answer) implements Grouped {}

    /** @param answer receives the rows; null if the file cannot be read */
    record Read(List<StoredRow> rows, Consumer<@Nullable List<Found>> answer) implements Grouped {}

    /** @param batch null if the row is missing, damaged or cannot be decrypted */
    record Found(StoredRow row, @Nullable Batch batch) {}

    /** @param answer receives whether the row is deleted */
    record Delete(long id, Consumer<Boolean> answer) implements Grouped {}

    /** @param answer receives true if no data of the tenant is left in the file */
    record Erase(TenantId tenant, Consumer<Boolean> answer) implements Work {}

    /** Tries to open the file immediately, if it is not open. */
    record Open() implements Work {}

    /**
     * Hands the file over to a successor and continues with a separate file.
     *
     * @param keep rows that this process still sends: they move to the separate file
     * @param answer receives the ids of the moved rows; null if the hand-over failed and nothing has changed
     */
    record HandOver(List<StoredRow> keep, Consumer<@Nullable Set<Long>> answer) implements Work {}

    /** @param answer receives one portion of rows of a separate file that no process has open; empty if there is none */
    record FindOther(Consumer<List<StoredRow>> answer) implements Work {}

    /**
     * Moves rows to the main file from the separate file that {@link FindOther} found.
     *
     * @param answer receives the result for each row; null if the merge failed
     */
    record Merge(List<Moved> rows, Consumer<@Nullable List<Merged>> answer) implements Work {}

    /** @param to the same row with its id in the main file */
    record Moved(StoredRow from, StoredRow to) {}

    /** @param whole false if the row is damaged and was not copied */
    record Merged(StoredRow row, boolean whole) {}

    /** Returns free pages to the file system. */
    record Vacuum() implements Work {}

    /** Checks whether a full disk has room again. */
    record Probe() implements Work {}

    record Close(Runnable answer) implements Work {}
}
