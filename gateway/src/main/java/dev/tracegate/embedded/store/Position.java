package dev.tracegate.embedded.store;

/**
 * Where a scan stopped: the last trace it looked at.
 *
 * @param key the value the scan is ordered by
 */
public record Position(double key, String traceId) {}
