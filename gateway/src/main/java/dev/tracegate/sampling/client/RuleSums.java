package dev.tracegate.sampling.client;

/** Sums of one rule's counts. For one thread at a time. */
final class RuleSums {
    long reported;
    long uncompared;
    long arrived;

    boolean isEmpty() {
        return reported == 0 && uncompared == 0 && arrived == 0;
    }

    void clear() {
        reported = 0;
        uncompared = 0;
        arrived = 0;
    }
}
