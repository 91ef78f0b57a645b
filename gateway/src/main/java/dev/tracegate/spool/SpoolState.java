package dev.tracegate.spool;

import java.time.Instant;

/** The state of the spool. In any state but {@link Working}, new batches are kept in memory only. */
public sealed interface SpoolState {

    /** Not started, or opening the file for the first time. */
    record Opening() implements SpoolState {}

    /** Another process holds the file; in a take-over, the old gateway. */
    record Waiting(Instant since) implements SpoolState {}

    record Working() implements SpoolState {}

    /** The disk is full: stored batches are read back, new ones are not stored. */
    record Full(Instant since) implements SpoolState {}

    /** The file cannot be used; opening it is retried. */
    record Degraded(String reason, Instant since) implements SpoolState {}

    /** The gateway is stopping. */
    record Closed() implements SpoolState {}
}
