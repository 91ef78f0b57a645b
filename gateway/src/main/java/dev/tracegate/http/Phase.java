package dev.tracegate.http;

/** What a connection does. */
enum Phase {
    /** Between requests. */
    IDLE,
    /** A request's head has begun and not ended. */
    HEAD,
    /** The handler has the request: it looks up the caller, or it answers. */
    CALL,
    /** The body comes in. */
    BODY,
    /** A reply goes out. */
    REPLY,
    /** The call was refused before its body was read. The rest of the body is dropped, so that the client can read the refusal. */
    LINGER
}
