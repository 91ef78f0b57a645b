package dev.tracegate.embedded.store;

/**
 * Where a scan stopped: the last trace that was visited.
 *
 * @param key value of the column that orders the scan: epoch seconds for a start time, epoch milliseconds for a time of receipt
 * @param traceId decides between traces with the same key
 */
public record ScanPosition(double key, String traceId) {}
