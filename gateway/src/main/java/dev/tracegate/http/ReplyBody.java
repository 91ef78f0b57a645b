package dev.tracegate.http;

import dev.tracegate.budget.ByteBudget;
import dev.tracegate.budget.Reservation;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;

/**
 * The body of one reply as it arrives. Its bytes are reserved in the budget until {@link #close}. If it exceeds its bound or the budget,
 * reading ends and the connection is reset. Confined to the event loop of the call.
 */
public final class ReplyBody implements AutoCloseable {
    private final ReplyBound bound;
    private final Reservation held;
    private final Buffer received = Buffer.buffer();
    private boolean closed;

    public ReplyBody(ReplyBound bound, ByteBudget budget) {
        this.bound = bound;
        this.held = new Reservation(budget);
    }

    /**
     * Reads the body. Must be called in the response handler, before it returns to the loop.
     *
     * @return completes with the whole body; fails with {@link ReplyRefused}, or if the connection ends before the body
     */
    public Future<Buffer> read(HttpClientResponse response) {
        return ReplyParts.read(response, bound, this::append).map(received);
    }

    private void append(Buffer part) throws ReplyRefused {
        if (closed) {
            return; // the caller gave up; what still arrives is not kept
        }
        if (!held.growTo((long) received.length() + part.length())) {
            throw ReplyRefused.noRoom(bound.call());
        }
        received.appendBuffer(part);
    }

    /** The bytes that arrived, complete or not; valid until {@link #close}. */
    public Buffer received() {
        return received;
    }

    /** Releases the bytes; closing again does nothing. */
    @Override
    public void close() {
        closed = true;
        held.close();
    }
}
