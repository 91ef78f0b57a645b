package dev.tracegate.spool;

import dev.tracegate.tenant.TenantId;

/**
 * The entry of a stored batch in the {@link Index}.
 *
 * @param id increases in order of storing
 * @param storedMillis when the batch was stored, in epoch milliseconds: a monotonic clock does not survive a restart
 * @param bytes total size of the documents
 */
record StoredRow(long id, TenantId tenant, long storedMillis, int segments, long bytes) {}
