package dev.tracegate.telemetry.metrics;

import dev.tracegate.dispatch.SendOutcome;

/** Told of each attempt to upload a batch. Any thread; does not block. */
@FunctionalInterface
public interface UploadObserver {

    /** @param nanos from the call to its outcome */
    void uploaded(SendOutcome outcome, long nanos);
}
