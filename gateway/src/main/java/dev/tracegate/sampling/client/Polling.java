package dev.tracegate.sampling.client;

/** Whether an address asks for sampling rules. */
public enum Polling {
    /** It called within the last {@value #SECONDS} seconds. */
    POLLS,
    /** It has sent root segments for more than {@value #SECONDS} seconds, and did not call in the last {@value #SECONDS}. */
    NEVER_POLLS,
    /** It sends root segments, not yet for that long. */
    NOT_YET,
    /** It neither calls nor sends. */
    SILENT;

    /** All SDKs ask for rules every 300 to 305 seconds; a call may be late by a time-out. */
    static final long SECONDS = 330;
}
