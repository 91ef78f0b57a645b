package dev.tracegate.aws.relay;

/** Counts the relay's answers; each call ends in exactly one. Called on any event loop. */
public interface RelayMeter {

    /** @param path the call's, {@code /GetSamplingRules} or {@code /SamplingTargets} */
    void answered(String path, RelayAnswer from);
}
