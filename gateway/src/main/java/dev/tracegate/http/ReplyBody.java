package dev.tracegate.http;

import dev.tracegate.budget.ByteBudget;
import dev.tracegate.budget.Reservation;
import io.vertx.core.Future;
import io.vertx.core.Promise;
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
        Promise<Buffer> whole = Promise.promise();
        response.handler(part -> {
            if (!whole.future().isComplete()) {
                append(part, response, whole);
            }
        });
        response.end().onComplete(ended -> whole.tryComplete(received), whole::tryFail);
        return whole.future();
    }

    private void append(Buffer part, HttpClientResponse response, Promise<Buffer> whole) {
        long length = (long) received.length() + part.length();
        if (length > bound.bytes()) {
            refuse(ReplyRefused.tooLarge(bound), response, whole);
        } else if (!held.growTo(length)) {
            refuse(ReplyRefused.noRoom(bound.call()), response, whole);
        } else {
            received.appendBuffer(part);
        }
    }

    private static void refuse(ReplyRefused why, HttpClientResponse response, Promise<Buffer> whole) {
        whole.tryFail(why);
        response.request().reset();
    }

    /** The bytes that arrived, complete or not; valid until {@link #close}. */
    public Buffer received() {
        return received;
    }

    /** Releases the bytes; closing again does nothing. */
    @Override
    public void close() {
        held.close();
    }
}
