package dev.tracegate.aws.relay;

import dev.tracegate.ingest.tcp.SamplingAnswer;

/** Counts the relay's answers; each call has exactly one. Called on any event loop. */
public interface RelayMeter {

    /**
     * Counts one answer.
     *
     * @param path of the call, {@code /GetSamplingRules} or {@code /SamplingTargets}
     */
    void answered(String path, SamplingAnswer from);
}
