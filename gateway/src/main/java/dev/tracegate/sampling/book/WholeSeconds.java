package dev.tracegate.sampling.book;

import java.time.Instant;

/** Rounds times as SDKs need them: they read whole seconds. */
final class WholeSeconds {
    private WholeSeconds() {}

    static Instant ceiling(Instant time) {
        return Instant.ofEpochSecond(time.getNano() == 0 ? time.getEpochSecond() : time.getEpochSecond() + 1);
    }
}
