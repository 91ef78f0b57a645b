package dev.tracegate.admin;

/** What became of starting the admin API. */
public sealed interface AdminStart {

    /** It answers at this address; the port may be another than the one asked for. */
    record Bound(String host, int port) implements AdminStart {}

    /** It was not started, and nothing was bound: the address is not one of this machine's own. The message is for the operator. */
    record Refused(String message) implements AdminStart {}
}
