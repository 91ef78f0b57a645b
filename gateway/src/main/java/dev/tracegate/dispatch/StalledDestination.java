package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.tenant.Destination;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A destination that accepts nothing while segments wait for it.
 *
 * @param failure the failure of the last call; null if no call has ended
 * @param lasting time since the last segment was delivered or refused permanently, or since segments started to wait
 * @param segments number of waiting segments, in memory and on disk
 */
public record StalledDestination(Destination destination, @Nullable Failed failure, Duration lasting, long segments) {
    /** No call has been answered. */
    private static final String NO_ANSWER = "no_answer";

    /** Every value of {@link #reason}. */
    public static final List<String> REASONS = Stream
            .concat(Stream.of(Cause.values()).map(Cause::label), Stream.of(NO_ANSWER))
            .toList();

    /** The reason for metrics and log keys: one of {@link #REASONS}. */
    public String reason() {
        return failure == null ? NO_ANSWER : failure.cause().label();
    }

    /** A sentence for the operator. */
    @Override
    public String toString() {
        return "%s has taken nothing for %d s and %d segments wait: %s".formatted(destination, lasting.toSeconds(),
                segments, failure == null ? "no call was answered" : text(failure));
    }

    private static String text(Failed failure) {
        var asked = failure.retryAfter();
        return failure.cause().label() + " (" + failure.code() + ": " + failure.message()
                + (asked == null ? "" : "; it asks for a wait of " + asked.toSeconds() + " s") + ")";
    }
}
