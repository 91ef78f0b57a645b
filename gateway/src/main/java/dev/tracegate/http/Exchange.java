package dev.tracegate.http;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * One request and its reply. The body is read only on request, so that a handler can examine the head and the caller first. Each exchange
 * ends with exactly one {@link #reply} or {@link #refuse}. Confined to the listener's event loop.
 */
public final class Exchange {
    /** Bytes. Replies up to this size need no reservation: {@link BoundedHttpListener#CONNECTION_BYTES} includes one. */
    static final int SMALL_REPLY_BYTES = 2 * 1024;
    /**
     * Bytes of a refused body that are read and dropped: the maximum of a sampling call. The sender of a larger body may not receive the
     * refusal, because the connection is reset.
     */
    private static final int MOST_DISCARDED_BYTES = 64 * 1024;

    private final ConnectionTable table;
    private final ClientConnection client;
    private final GatedRequestDecoder decoder;
    private final HttpServerRequest request;
    private final AddressReservation body;
    private final AddressReservation replying;
    private @Nullable Promise<Buffer> reading;
    private long received;

    Exchange(ConnectionTable table, ClientConnection client, GatedRequestDecoder decoder, HttpServerRequest request) {
        this.table = table;
        this.client = client;
        this.decoder = decoder;
        this.request = request;
        this.body = client.reservation();
        this.replying = client.reservation();
    }

    /** The request; its body is read by {@link #body} only. */
    public HttpServerRequest request() {
        return request;
    }

    /** Whether the head announces a body. */
    public boolean announcesBody() {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || announcedBytes() != 0;
    }

    /**
     * Reads the body; call it at most once. A client that waits for {@code 100 Continue} receives it.
     *
     * @param most bytes
     * @return fails with a {@link BodyRefusal} if the body is larger, arrives too slowly, or cannot be reserved; also fails if the client
     *     closes the connection
     */
    public Future<Buffer> body(int most) {
        if (decoder.requestIsWhole()) {
            return Future.succeededFuture(Buffer.buffer()); // the request has no body; Vert.x fails if an ended request is read
        }
        Promise<Buffer> whole = Promise.promise();
        reading = whole;
        if (announcedBytes() > most) {
            whole.fail(tooLarge(most));
            return whole.future();
        }
        var buffer = new BodyBuffer(body, announcedBytes() >= 0 && !chunked() ? (int) announcedBytes() : most);
        request.handler(part -> append(part, buffer, most, whole))
                .endHandler(end -> whole.tryComplete(buffer.whole()))
                .exceptionHandler(whole::tryFail);
        if (HttpHeaders.CONTINUE.toString().equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        table.enter(client, Phase.BODY);
        decoder.readBody();
        return whole.future().onComplete(read -> table.enter(client, Phase.CALL));
    }

    private void append(Buffer part, BodyBuffer buffer, int most, Promise<Buffer> whole) {
        received += part.length();
        if (whole.future().isComplete()) {
            return;
        }
        if (!buffer.fits(part)) {
            fail(tooLarge(most));
            return;
        }
        while (!buffer.makeRoom(part)) {
            if (!table.endSlowTransfer(client)) {
                fail(new BodyRefusal(503, "No memory is free for another call in flight; try again."));
                return;
            }
        }
        buffer.add(part);
    }

    private static BodyRefusal tooLarge(int most) {
        return new BodyRefusal(413, "The body is larger than " + most + " bytes.");
    }

    /** The deadline of the body has passed. */
    void bodyTooLate() {
        fail(new BodyRefusal(408, "The body took too long to arrive; send it without pauses."));
    }

    private void fail(Throwable why) {
        body.release();
        if (reading != null) {
            reading.tryFail(why);
        }
    }

    /**
     * Sends the reply; the connection stays open if the client wants that. Sends 503 instead if the bytes of the reply cannot be reserved.
     */
    public void reply(int status, MultiMap headers, Buffer reply) {
        body.release();
        if (request.response().closed()) {
            return;
        }
        while (reply.length() > SMALL_REPLY_BYTES && !replying.grow(reply.length())) {
            if (!table.endSlowTransfer(client)) {
                refuse(503, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer());
                return;
            }
        }
        send(status, headers, reply).onComplete(sent -> {
            replying.release();
            ended();
        });
    }

    /** Sends the reply and closes the connection. The rest of the request is dropped. */
    public void refuse(int status, MultiMap headers, Buffer reply) {
        body.release();
        if (request.response().closed()) {
            return;
        }
        headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        send(status, headers, reply).onComplete(sent -> linger());
    }

    private Future<Void> send(int status, MultiMap headers, Buffer reply) {
        table.enter(client, Phase.REPLY);
        var response = request.response().setStatusCode(status);
        response.headers().addAll(headers).set(HttpHeaders.CONTENT_LENGTH, Integer.toString(reply.length()));
        return request.method().equals(HttpMethod.HEAD) ? response.end() : response.end(reply);
    }

    private void ended() {
        table.enter(client, Phase.IDLE);
        client.serves(null);
        decoder.readNextHead();
    }

    /**
     * Reads and drops the rest of the body for a moment before closing: a socket closed with unread bytes is reset, and the client may lose
     * the reply.
     */
    private void linger() {
        if (decoder.requestIsWhole() || announcedBytes() > MOST_DISCARDED_BYTES) {
            client.close();
            return;
        }
        table.enter(client, Phase.LINGER);
        decoder.discardThenClose(chunked() || received > 0 ? MOST_DISCARDED_BYTES : announcedBytes());
    }

    /** Handles a closed connection. Bytes of a body that the handler works on stay reserved until the handler is done. */
    void abandon() {
        replying.release();
        if (reading != null && !reading.future().isComplete()) {
            fail(new BodyRefusal(503, "The connection was closed."));
        }
    }

    private boolean chunked() {
        return request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    }

    private long announcedBytes() {
        var length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        try {
            return length == null ? 0 : Long.parseLong(length.strip());
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
