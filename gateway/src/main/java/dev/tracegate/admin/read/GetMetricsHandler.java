package dev.tracegate.admin.read;

import dev.tracegate.admin.http.AdminRequest;
import dev.tracegate.admin.http.AdminResponse;
import dev.tracegate.admin.http.OperationHandler;
import dev.tracegate.telemetry.metrics.Exposition;
import io.vertx.core.Future;
import java.util.function.Function;

/**
 * {@code GET /metrics}: the meters, in the format that the Accept header asks for.
 *
 * @param scrape gives the text in a format; must not block its caller
 */
public record GetMetricsHandler(Function<Exposition, Future<String>> scrape) implements OperationHandler {

    @Override
    public Future<AdminResponse> handle(AdminRequest request) {
        var format = Exposition.forAccept(request.accept());
        return scrape.apply(format).map(text -> new AdminResponse.Content(200, format.contentType(), text));
    }
}
