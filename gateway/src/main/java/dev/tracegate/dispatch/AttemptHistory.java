package dev.tracegate.dispatch;

/**
 * The outcomes of the earlier calls with a batch's segments.
 *
 * @param sent whether there was a call, with this batch or with the batch that it is a part of
 * @param retries number of failed calls
 * @param throttled whether the last failure was a throttle; such retries are limited by the send rate and not charged to the retry budget
 * @param unknownCodes number of refusals by X-Ray with an unknown code
 * @param foreignRefusals number of refusals by something between the gateway and X-Ray while other calls passed
 * @param passes number of calls to the destination that X-Ray had answered when the batch was last refused on the way
 */
record AttemptHistory(boolean sent, int retries, boolean throttled, int unknownCodes, int foreignRefusals,
        long passes) {
    /** No call was made. */
    static final AttemptHistory NONE = new AttemptHistory(false, 0, false, 0, 0, 0);
    /** The segments were sent as a part of a larger batch only. */
    static final AttemptHistory CUT = new AttemptHistory(true, 0, false, 0, 0, 0);

    /** A call failed, and the segments are to be sent again. */
    AttemptHistory afterFailure(boolean throttle) {
        return new AttemptHistory(true, retries + 1, throttle, unknownCodes, foreignRefusals, passes);
    }

    /** A call was made. */
    AttemptHistory afterCall() {
        return new AttemptHistory(true, retries, throttled, unknownCodes, foreignRefusals, passes);
    }

    /** X-Ray refused the segments with an unknown code. */
    AttemptHistory afterUnknownCode() {
        return new AttemptHistory(true, retries, throttled, unknownCodes + 1, foreignRefusals, passes);
    }

    /**
     * Something between the gateway and X-Ray refused the batch.
     *
     * @param passesNow calls to the destination that X-Ray has answered so far
     * @param counts whether to count the refusal even if no other call has passed since the last one
     */
    AttemptHistory afterForeignRefusal(long passesNow, boolean counts) {
        boolean more = foreignRefusals == 0 || counts || passesNow > passes;
        return new AttemptHistory(true, retries, throttled, unknownCodes, foreignRefusals + (more ? 1 : 0), passesNow);
    }

    /** Whether the next call is not charged to the retry budget. */
    boolean isFree() {
        return retries == 0 || throttled;
    }

    /** Whether something on the way refused the batch before, or it is a part of a batch that was refused. */
    boolean wasRefusedOnTheWay() {
        return foreignRefusals > 0 || equals(CUT);
    }
}
