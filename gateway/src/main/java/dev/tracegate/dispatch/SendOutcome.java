package dev.tracegate.dispatch;

import dev.tracegate.text.ReplyText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of one attempt to send a batch. What the other side chose of it is bounded here, where it enters, by {@link ReplyText}. */
public sealed interface SendOutcome {

    /** Whether a request left, as far as is known. */
    boolean called();

    /**
     * The call was answered 200. Every segment was accepted but those named.
     *
     * @param requestId X-Ray's id of the call, or null where it sent none
     */
    record Answered(@Nullable String requestId, List<Unprocessed> unprocessed) implements SendOutcome {
        public Answered {
            requestId = ReplyText.id(requestId);
            unprocessed = List.copyOf(unprocessed);
        }

        @Override
        public boolean called() {
            return true;
        }
    }

    /**
     * The call as a whole failed, or its answer could not be read.
     *
     * @param status the HTTP status, or 0 where there was no answer
     * @param code X-Ray's error code (such as {@code ThrottledException}), or a short name of the local failure
     * @param message for the operator
     * @param retryAfter what the server asked for, or null
     */
    record Failed(Cause cause, int status, String code, String message, @Nullable Duration retryAfter)
            implements
                SendOutcome {
        public Failed {
            code = ReplyText.code(code);
            message = ReplyText.message(message);
        }

        /** False where there was nothing to sign with: there is no answer then, and those two causes stand for no other local failure. */
        @Override
        public boolean called() {
            return status != 0 || (cause != Cause.NO_CREDENTIALS && cause != Cause.ACCESS_DENIED);
        }
    }

    /**
     * No call was made, and none failed: the credentials to sign with are being fetched. It is no attempt.
     *
     * @param lookAgain when they may be there
     */
    record NotSent(Duration lookAgain) implements SendOutcome {
        @Override
        public boolean called() {
            return false;
        }
    }

    /**
     * A segment that X-Ray did not take, as its reply names it.
     *
     * @param id the segment's id as X-Ray wrote it; an in-progress and a final version have the same; null where the entry has none
     * @param verdict the meaning of the code
     */
    record Unprocessed(@Nullable String id, @Nullable String errorCode, @Nullable String message, Verdict verdict) {
        public Unprocessed {
            id = ReplyText.id(id);
            errorCode = errorCode == null ? null : ReplyText.code(errorCode);
            message = message == null ? null : ReplyText.message(message);
        }
    }

    /** The meaning of an error code for a segment. */
    enum Verdict {
        /** The document is at fault: it is never taken. */
        FINAL,
        /** X-Ray asks for less. */
        THROTTLED,
        /** X-Ray's own trouble: it may be taken when sent again. */
        PASSING,
        /** No code, or one that is not known. */
        UNKNOWN
    }

    /** Why a call failed, as far as it decides what to do next. */
    enum Cause {
        /** X-Ray asks for less. */
        THROTTLED,
        /** X-Ray's 5xx, or an answer of 200 that cannot be read. */
        SERVER,
        /** A refusal that is not X-Ray's: of a proxy, a firewall or a load balancer. */
        ON_THE_WAY,
        /** No answer in time. */
        TIMEOUT,
        /** Not connected, reset, name or TLS trouble. */
        CONNECTION,
        /** There are no credentials to sign with. */
        NO_CREDENTIALS,
        /** The credentials have expired: get others, sign again. */
        EXPIRED_CREDENTIALS,
        /** The signature's time is too far from X-Ray's. */
        CLOCK_SKEW,
        /** Not allowed, or the credentials are not accepted. Stays so until an operator acts. */
        ACCESS_DENIED,
        /** X-Ray refused the content as a whole (400, 413): one of its documents may be the reason. */
        CONTENT_REFUSED;

        /** Whether nothing is known of what the other side made of the call. */
        boolean unanswered() {
            return this == TIMEOUT || this == CONNECTION;
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
