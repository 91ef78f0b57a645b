package dev.tracegate.spool;

import java.time.Instant;

/** How the spool is. Anything but {@link Working} means that memory is all there is for new batches. */
public sealed interface SpoolState {

    /** Not begun, or on its first way to the file. */
    record Opening() implements SpoolState {}

    /** Another process has the file: in a take-over, the old gateway. */
    record Waiting(Instant since) implements SpoolState {}

    record Working() implements SpoolState {}

    /** The disk is full: what is stored comes back, nothing new is stored. */
    record Full(Instant since) implements SpoolState {}

    /** The file cannot be used; it is tried again. */
    record Degraded(String reason, Instant since) implements SpoolState {}

    /** At the end of the gateway. */
    record Closed() implements SpoolState {}
}
