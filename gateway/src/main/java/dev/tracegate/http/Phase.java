package dev.tracegate.http;

/** What a connection does. */
enum Phase {
    /** Between requests. */
    IDLE,
    /** A request's head has begun and not ended. */
    HEAD,
    /** The handler has the request: it looks who calls, or it answers. The handler bounds the time of this. */
    CALL,
    /** The body comes in. */
    BODY,
    /** A reply goes out. */
    REPLY,
    /** The call was refused before its body was read: what the client still sends is thrown away, so that it can read the refusal. */
    LINGER
}
