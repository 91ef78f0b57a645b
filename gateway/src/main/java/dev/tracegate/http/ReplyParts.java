package dev.tracegate.http;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;

/** Reads the body of a reply part by part, up to its bound. Confined to the event loop of the call. */
public final class ReplyParts {
    private ReplyParts() {}

    /** Takes the parts in order. */
    public interface PartConsumer {

        /** @throws IOException to end the reading; unchecked exceptions end it too */
        void accept(Buffer part) throws IOException;
    }

    /**
     * Must be called in the response handler, before it returns to the loop. If the reading ends before the body, the connection is reset.
     *
     * @return completes at the end of the body; fails with {@link ReplyRefused} if the body exceeds its bound, with the consumer's exception, or
     *     if the connection ends before the body
     */
    public static Future<Void> read(HttpClientResponse response, ReplyBound bound, PartConsumer consumer) {
        var reading = new Reading(response, bound, consumer);
        response.handler(reading::part);
        response.end().onComplete(end -> reading.end.tryComplete(), reading.end::tryFail);
        return reading.end.future();
    }

    private static final class Reading {
        private final HttpClientResponse response;
        private final ReplyBound bound;
        private final PartConsumer consumer;
        private final Promise<Void> end = Promise.promise();
        private long length;

        Reading(HttpClientResponse response, ReplyBound bound, PartConsumer consumer) {
            this.response = response;
            this.bound = bound;
            this.consumer = consumer;
        }

        void part(Buffer part) {
            length += part.length();
            if (end.future().isComplete()) {
                return;
            } else if (length > bound.bytes()) {
                refuse(ReplyRefused.tooLarge(bound));
            } else {
                pass(part);
            }
        }

        private void pass(Buffer part) {
            try {
                consumer.accept(part);
            } catch (IOException | RuntimeException failure) {
                refuse(failure);
            }
        }

        private void refuse(Exception why) {
            end.tryFail(why);
            response.request().reset();
        }
    }
}
