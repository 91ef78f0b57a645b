package dev.tracegate.dispatch;

import dev.tracegate.flow.Batch;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.Destination;
import java.time.Duration;

/**
 * What happened to a batch or a destination, for logs and meters. Published on the dispatcher's loop once ledger and queues have changed. There is
 * at most one event for a call, and one for a segment that X-Ray refuses; none for a segment that goes its usual way (ADR 11). A consumer
 * neither blocks nor throws; an {@link EventPublisher} contains one that throws nevertheless.
 */
public sealed interface DispatchEvent {

    /**
     * A call ended.
     *
     * @param took from the call's start to its outcome
     */
    record Attempted(Batch batch, SendOutcome outcome, Duration took) implements DispatchEvent {}

    /**
     * A call failed, and its segments are kept.
     *
     * @param batch the segments that are kept: the batch of the call or a part of it
     * @param delay until they may be sent again
     */
    record Postponed(Batch batch, SendOutcome.Failed failure, Duration delay) implements DispatchEvent {}

    /**
     * A segment was refused permanently.
     *
     * @param batch the batch of the call
     */
    record Refused(Batch batch, Segment segment, SendOutcome.Unprocessed refusal) implements DispatchEvent {}

    /** A destination takes nothing while segments wait for it. Published when this is noticed, and at intervals while it lasts. */
    record Stalled(StalledDestination stalled) implements DispatchEvent {}

    /** A look for segments to send threw an exception: a bug of the dispatcher or of a collaborator. It looks again within a second. */
    record LookFailed(Throwable bug) implements DispatchEvent {}

    /** Segments were due for a destination that was not scheduled: a bug of the dispatcher, which it has corrected. */
    record Restored(Destination destination) implements DispatchEvent {}

    /** A destination that was stalled takes segments again, or nothing waits for it any more. */
    record Moving(Destination destination) implements DispatchEvent {}
}
