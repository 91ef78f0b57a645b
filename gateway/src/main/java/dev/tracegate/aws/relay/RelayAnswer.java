package dev.tracegate.aws.relay;

/** The origin of the answer to an SDK's sampling call. */
public enum RelayAnswer {
    /** X-Ray's own answer, unchanged. */
    RELAYED,
    /** The last good answer, or one made from it: X-Ray could not be reached, or the answer was not X-Ray's. */
    LAST_GOOD,
    /** The Default rule: as {@link #LAST_GOOD}, but X-Ray has not answered yet. */
    DEFAULT_RULE
}
