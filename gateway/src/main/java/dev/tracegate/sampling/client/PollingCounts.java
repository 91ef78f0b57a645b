package dev.tracegate.sampling.client;

/**
 * Numbers of a tenant's source addresses.
 *
 * @param polling that call, see {@link Polling#POLLS}
 * @param neverPolling that send and do not call, see {@link Polling#NEVER_POLLS}
 */
public record PollingCounts(int polling, int neverPolling) {
    static PollingCounts of(Polling polling) {
        return new PollingCounts(polling == Polling.POLLS ? 1 : 0, polling == Polling.NEVER_POLLS ? 1 : 0);
    }

    PollingCounts plus(PollingCounts other) {
        return new PollingCounts(polling + other.polling, neverPolling + other.neverPolling);
    }
}
