package dev.tracegate.segment;

import java.util.Locale;

/** Why a datagram was rejected before it became a segment. The label is the metric tag and the log key. */
public enum RejectReason {
    /** A datagram of 0 bytes. The X-Ray daemon ignores these and does not count them. */
    EMPTY_DATAGRAM,
    /** No newline, so header and document cannot be separated. */
    MISSING_HEADER,
    /** Nothing after the newline. */
    MISSING_SEGMENT,
    /** The first line is not a header of format json, version 1. */
    INVALID_HEADER,
    /** Tenants are configured, and the sender belongs to none of them. */
    UNKNOWN_SOURCE,
    /** Two tasks use the sender's address, so it cannot be attributed to either. */
    AMBIGUOUS_SOURCE,
    /** The sending task is known and belongs to no tenant. */
    NO_TENANT,
    /** The sender could not be identified within the hold time. */
    IDENTITY_TIMEOUT,
    /** The sender is not identified yet, and the buffer of datagrams that wait for it is full. */
    HOLD_FULL;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
