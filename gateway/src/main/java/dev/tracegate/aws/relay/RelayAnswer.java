package dev.tracegate.aws.relay;

/** Where the answer to an SDK's sampling call came from. */
public enum RelayAnswer {
    /** X-Ray's own, unchanged. */
    RELAYED,
    /** X-Ray could not be reached, or the answer was not X-Ray's: its last good answer, or one made from it. */
    LAST_GOOD,
    /** The same, and there is no good answer yet: the Default rule. */
    DEFAULT_RULE
}
