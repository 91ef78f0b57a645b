package dev.tracegate.dispatch;

import dev.tracegate.flow.Batch;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.Destination;
import java.time.Duration;

/** Told what becomes of batches, on the dispatcher's loop: for logs and meters. */
public interface DispatchListener {

    /** An attempt ended. */
    default void attempted(Batch batch, SendOutcome outcome, Duration took) {}

    /** A failed batch is kept, to be sent again after {@code wait}. */
    default void postponed(Batch batch, SendOutcome.Failed failure, Duration wait) {}

    /** X-Ray refused a segment for good. */
    default void refused(Batch batch, Segment segment, SendOutcome.Unprocessed refusal) {}

    /** A destination takes nothing while segments wait for it. Said when it is noticed, and now and then while it lasts. */
    default void stalled(StalledDestination stalled) {}

    /** It takes segments again, or none waits any more. */
    default void moves(Destination destination) {}
}
