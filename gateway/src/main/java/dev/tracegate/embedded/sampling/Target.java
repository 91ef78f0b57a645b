package dev.tracegate.embedded.sampling;

import java.util.Optional;

/**
 * What a client is told in answer to its report.
 *
 * @param quota empty on a first report: the client goes on borrowing
 */
public record Target(SamplingRule rule, Optional<Quota> quota) {

    /**
     * A part of the reservoir.
     *
     * @param perSecond requests a second this client may take
     * @param expiresAt epoch seconds
     */
    public record Quota(int perSecond, long expiresAt) {}
}
