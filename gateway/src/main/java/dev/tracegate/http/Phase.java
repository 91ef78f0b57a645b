package dev.tracegate.http;

/** The phase of a connection. {@link ListenerLimits} bounds the time in most of them. */
enum Phase {
    /** Between requests. */
    IDLE,
    /** A request's head has begun and is incomplete. */
    HEAD,
    /** The handler has the request: it looks up the caller, or it answers. */
    CALL,
    /** The body is arriving. */
    BODY,
    /** A reply is being sent. */
    REPLY,
    /** The call was refused before its body was read. The rest of the body is dropped, so that the client can read the refusal. */
    LINGER
}
