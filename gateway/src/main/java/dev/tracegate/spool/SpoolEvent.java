package dev.tracegate.spool;

import dev.tracegate.tenant.TenantId;
import java.util.List;
import java.util.Set;

/** What the spool's thread reports of its files. Made on that thread, handled on the loop that owns the {@link Spool}, in the same order. */
sealed interface SpoolEvent {

    /**
     * The file is open.
     *
     * @param rows all rows in it, the oldest first
     * @param tenants tenants that have rows or a key in it
     */
    record Opened(List<StoredRow> rows, Set<TenantId> tenants) implements SpoolEvent {}

    /** The file cannot be used, or can only be read. */
    record Unusable(SpoolState state) implements SpoolEvent {}

    /** The disk has room again. */
    record RoomAgain() implements SpoolEvent {}

    /** Another file in the folder cannot be merged. */
    record OtherFileFailed(String reason) implements SpoolEvent {}

    /** The size of the file after a change. */
    record Sized(SpoolDatabase.Size size) implements SpoolEvent {}
}
