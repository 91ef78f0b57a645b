package dev.tracegate.admin;

/** The outcome of starting the admin API. */
public sealed interface AdminStart {

    /** It listens at this address; the port may differ from the configured one. */
    record Bound(String host, int port) implements AdminStart {}

    /** It was not started and nothing was bound, because the address is not a loopback address. The message is for the operator. */
    record Refused(String message) implements AdminStart {}
}
