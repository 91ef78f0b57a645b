package dev.tracegate.dispatch;

import dev.tracegate.flow.Batch;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.Destination;
import java.time.Duration;

/**
 * An event of a batch or a destination, for logs and meters. Published on the dispatcher's loop after ledger and queues have changed. There is at most
 * one event per call, and one per segment that X-Ray refuses; there is none for a delivered segment (ADR 11). A consumer must neither block nor throw;
 * {@link EventPublisher} catches what it throws nevertheless.
 */
public sealed interface DispatchEvent {

    /**
     * A call ended.
     *
     * @param took time from the start of the call to its outcome
     */
    record Attempted(Batch batch, SendOutcome outcome, Duration took) implements DispatchEvent {}

    /**
     * A call failed, and its segments are kept.
     *
     * @param batch the segments that are kept: the batch of the call or a part of it
     * @param delay time until they may be sent again
     */
    record Postponed(Batch batch, SendOutcome.Failed failure, Duration delay) implements DispatchEvent {}

    /**
     * A segment was refused permanently.
     *
     * @param batch the batch of the call
     */
    record Refused(Batch batch, Segment segment, SendOutcome.Unprocessed refusal) implements DispatchEvent {}

    /** A destination accepts nothing while segments wait for it. Published when this is detected, and periodically while it lasts. */
    record Stalled(StalledDestination stalled) implements DispatchEvent {}

    /** A scan for segments to send threw an exception: a bug of the dispatcher or of a collaborator. The scan is repeated within a second. */
    record ScanFailed(Throwable bug) implements DispatchEvent {}

    /** Segments were due for a destination that was not scheduled. This is a bug of the dispatcher; it has scheduled the destination. */
    record Restored(Destination destination) implements DispatchEvent {}

    /** A stalled destination accepts segments again, or nothing waits for it any more. */
    record Moving(Destination destination) implements DispatchEvent {}
}
