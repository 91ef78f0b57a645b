package dev.tracegate.dispatch;

import dev.tracegate.text.ReplyText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The outcome of one attempt to send a batch. Texts from the other side are bounded by {@link ReplyText}. */
public sealed interface SendOutcome {

    /** Whether a request was sent, as far as is known. */
    boolean called();

    /**
     * X-Ray answered 200. It accepted every segment except those that the reply names.
     *
     * @param requestId X-Ray's id of the call; null if it sent none
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
     * The whole call failed, or its answer could not be read.
     *
     * @param status the HTTP status; 0 if there was no answer
     * @param code X-Ray's error code, such as {@code ThrottledException}, or a short name of the local failure
     * @param message for the operator
     * @param retryAfter the wait that the server requested; null if it requested none
     */
    record Failed(Cause cause, int status, String code, String message, @Nullable Duration retryAfter)
            implements
                SendOutcome {
        public Failed {
            code = ReplyText.code(code);
            message = ReplyText.message(message);
        }

        /** False if the request could not be signed: only these two causes without a status occur before a call. */
        @Override
        public boolean called() {
            return status != 0 || (cause != Cause.NO_CREDENTIALS && cause != Cause.ACCESS_DENIED);
        }
    }

    /**
     * No call was made, because the credentials to sign with are still being fetched. This is neither an attempt nor a failure.
     *
     * @param retryAfter the time until the credentials may be available
     */
    record NotSent(Duration retryAfter) implements SendOutcome {
        @Override
        public boolean called() {
            return false;
        }
    }

    /**
     * An entry of the reply for a segment that X-Ray did not accept.
     *
     * @param id the segment's id as X-Ray wrote it; an in-progress and a final version have the same id; null if the entry has none
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
        /** The document is invalid: X-Ray will never accept it. */
        FINAL,
        /** X-Ray limits the rate. */
        THROTTLED,
        /** A temporary failure of X-Ray: it may accept the segment later. */
        PASSING,
        /** No code, or an unknown one. */
        UNKNOWN
    }

    /** Why a call failed, with one value per way of handling it. */
    enum Cause {
        /** X-Ray limits the rate. */
        THROTTLED,
        /** X-Ray's 5xx, or an answer of 200 that cannot be read. */
        SERVER,
        /** Refused by something other than X-Ray: a proxy, a firewall or a load balancer. */
        ON_THE_WAY,
        /** No answer in time. */
        TIMEOUT,
        /** No connection, a reset, a failed name look-up or a TLS error. */
        CONNECTION,
        /** There are no credentials to sign with. */
        NO_CREDENTIALS,
        /** The credentials have expired: the next call is signed with new ones. */
        EXPIRED_CREDENTIALS,
        /** The time in the signature differs too much from X-Ray's clock. */
        CLOCK_SKEW,
        /** The credentials are not accepted or do not allow the call, until an operator changes that. */
        ACCESS_DENIED,
        /** X-Ray refused the whole request (400, 413): one of its documents may be the cause. */
        CONTENT_REFUSED;

        /** Whether it is unknown what the other side did with the call. */
        boolean unanswered() {
            return this == TIMEOUT || this == CONNECTION;
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
