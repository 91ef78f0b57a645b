package dev.tracegate.spool;

import dev.tracegate.tenant.TenantId;
import java.util.List;
import java.util.Set;

/** What the spool's thread tells the loop. Called on the loop. */
interface SpoolEvents {

    /**
     * The file is open.
     *
     * @param rows all that is in it, oldest first
     * @param tenants those of the rows, and those that have a key
     */
    void opened(List<StoredRow> rows, Set<TenantId> tenants);

    /** The file cannot be used, or only be read. */
    void state(SpoolState state);

    /** The disk is not full any more. */
    void roomAgain();

    /** Another file in the folder cannot be merged. */
    void otherFailed(String reason);

    /** After each change. */
    void sized(SpoolDatabase.Size size);
}
