package dev.tracegate.spool;

import dev.tracegate.tenant.TenantId;

/**
 * What is known in memory of a stored batch.
 *
 * @param id in order of storing
 * @param storedMillis by the wall clock, since a restart may lie between
 * @param bytes of the batch's documents
 */
record StoredRow(long id, TenantId tenant, long storedMillis, int segments, long bytes) {}
