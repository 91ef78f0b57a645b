package dev.tracegate.spool;

import dev.tracegate.flow.Batch;
import dev.tracegate.tenant.TenantId;
import java.util.List;
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

    /** Gives free pages back to the disk. */
    record Tidy() implements Work {}

    /** Looks whether a full disk has room again. */
    record Probe() implements Work {}

    record Close(Runnable answer) implements Work {}
}
