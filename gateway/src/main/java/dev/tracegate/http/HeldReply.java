package dev.tracegate.http;

/** A reply, and the bytes reserved for it until {@link #close}. */
public record HeldReply(HttpReply reply, ReplyBody bytes) implements AutoCloseable {

    /** Releases the bytes; closing again does nothing. */
    @Override
    public void close() {
        bytes.close();
    }
}
