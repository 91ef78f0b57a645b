package dev.tracegate.embedded.sampling;

/**
 * A sampling rule, as far as quota depends on it.
 *
 * @param fixedRate share of the requests beyond the reservoir, 0 to 1
 * @param reservoirSize requests a second taken before the rate applies, over all clients together
 */
public record SamplingRule(String name, double fixedRate, int reservoirSize) {

    /** X-Ray's rule for what no other rule matches: one request a second, and 5 % of the rest. It always exists. */
    public static final SamplingRule DEFAULT = new SamplingRule("Default", 0.05, 1);
}
