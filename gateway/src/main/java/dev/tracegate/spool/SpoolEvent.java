package dev.tracegate.spool;

import dev.tracegate.tenant.TenantId;
import java.util.List;
import java.util.Set;

/** A change of the spool's files. Created on the spool's thread, handled in the same order on the loop that owns the {@link Spool}. */
sealed interface SpoolEvent {

    /**
     * The file is open.
     *
     * @param rows all rows in it, oldest first
     * @param tenants tenants that have rows or a key in it
     */
    record Opened(List<StoredRow> rows, Set<TenantId> tenants) implements SpoolEvent {}

    /** The file cannot be used, or can be read but not written. */
    record Unusable(SpoolState state) implements SpoolEvent {}

    /** The disk has room again. */
    record RoomAgain() implements SpoolEvent {}

    /** A separate file of an earlier gateway cannot be merged. */
    record OtherFileFailed(String reason) implements SpoolEvent {}

    /** The size of the file after a change. */
    record Sized(SpoolDatabase.Size size) implements SpoolEvent {}
}
