package dev.tracegate.admin;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes connections on which no whole request header arrives in time, whether nothing comes or a byte now and then; and those beyond what
 * anyone needs.
 */
final class Patience {
    // a scraper, a health check and an operator or two
    private static final int CONNECTIONS = 64;

    private final Vertx vertx;
    private final Duration limit;
    private final Map<HttpConnection, Long> timers = new ConcurrentHashMap<>();

    /** @param limit from the connect, or the end of the response before, to the whole header */
    Patience(Vertx vertx, Duration limit) {
        this.vertx = vertx;
        this.limit = limit;
    }

    void connected(HttpConnection connection) {
        if (timers.size() >= CONNECTIONS) {
            connection.close();
            return;
        }
        connection.closeHandler(_ -> disarm(connection));
        arm(connection);
    }

    void requested(HttpServerRequest request) {
        var connection = request.connection();
        disarm(connection);
        request.response().endHandler(_ -> arm(connection));
    }

    private void arm(HttpConnection connection) {
        timers.put(connection, vertx.setTimer(limit.toMillis(), _ -> {
            timers.remove(connection);
            connection.close();
        }));
    }

    private void disarm(HttpConnection connection) {
        var timer = timers.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
