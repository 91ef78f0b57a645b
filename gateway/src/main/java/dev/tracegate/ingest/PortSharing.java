package dev.tracegate.ingest;

/** Whether a port may belong to two gateways for the moment of a take-over (SO_REUSEPORT). */
public enum PortSharing {
    /** Never. */
    ALONE,
    /** It is to be free now, and may be shared with a successor. */
    FIRST,
    /** It is a predecessor's still. */
    SHARED
}
