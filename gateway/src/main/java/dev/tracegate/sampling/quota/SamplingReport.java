package dev.tracegate.sampling.quota;

/**
 * What a client did with the requests of one rule since its last report. Borrowed requests are not among the sampled ones.
 *
 * @param clientId 24 characters that the client chose
 * @param requests 0 or more, as are the others
 */
public record SamplingReport(String ruleName, String clientId, long requests, long sampled, long borrowed) {
    /** Seconds between two reports of a client. */
    public static final long INTERVAL = 10;
}
