package dev.tracegate.sampling.quota;

import dev.tracegate.sampling.rule.SamplingRule;
import java.util.Optional;

/**
 * The answer to a client's report: the rate, and its part of the reservoir.
 *
 * @param quota empty until the client has a lease: it goes on borrowing one request a second
 */
public record SamplingTarget(SamplingRule rule, Optional<Quota> quota) {

    /**
     * A part of the reservoir.
     *
     * @param perSecond requests that this client may take in a second, 0 or more
     * @param expiresAt epoch seconds
     */
    public record Quota(int perSecond, long expiresAt) {}
}
