package dev.tracegate.spool;

import java.time.Instant;

/** The state of the spool. In any state but {@link Working}, new batches are kept in memory only. */
public sealed interface SpoolState {

    /** Not started, or opening the file for the first time. */
    record Opening() implements SpoolState {}

    /** Another process has locked the file; in a take-over, the old gateway. */
    record Waiting(Instant since) implements SpoolState {}

    /** The file is open: batches are stored and read. */
    record Working() implements SpoolState {}

    /** The disk is full: stored batches are read back, new ones are not stored. */
    record Full(Instant since) implements SpoolState {}

    /** The file cannot be used; opening it is retried. */
    record Degraded(String reason, Instant since) implements SpoolState {}

    /** The gateway is stopping. */
    record Closed() implements SpoolState {}
}
