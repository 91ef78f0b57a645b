package dev.tracegate.ingest;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** Reads a request's body into memory, up to a bound. */
final class BoundedBody {

    /** The body is larger than the bound. */
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooLarge() {
            super("body too large", null, false, false);
        }
    }

    private final HttpServerRequest request;
    private final int limit;
    private final Promise<Buffer> whole = Promise.promise();
    private final Buffer body = Buffer.buffer();

    BoundedBody(HttpServerRequest request, int limit) {
        this.request = request;
        this.limit = limit;
    }

    Future<Buffer> read() {
        request.handler(this::part).endHandler(end -> whole.tryComplete(body)).exceptionHandler(whole::tryFail);
        return whole.future();
    }

    private void part(Buffer part) {
        if (body.length() + part.length() > limit) {
            whole.tryFail(new TooLarge());
        } else if (!whole.future().isComplete()) {
            body.appendBuffer(part);
        }
    }
}
