package dev.tracegate.admin;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import java.util.concurrent.atomic.AtomicInteger;

/** Closes connections beyond what anyone needs at once. */
final class ConnectionLimit implements Handler<HttpConnection> {
    // a scraper, a health check and an operator or two
    private static final int CONNECTIONS = 64;

    private final AtomicInteger open = new AtomicInteger();

    @Override
    public void handle(HttpConnection connection) {
        connection.closeHandler(_ -> open.decrementAndGet());
        if (open.incrementAndGet() > CONNECTIONS) {
            connection.close();
        }
    }
}
