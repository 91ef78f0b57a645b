package dev.tracegate.admin.read;

import dev.tracegate.admin.http.AdminRequest;
import dev.tracegate.admin.http.AdminResponse;
import dev.tracegate.admin.http.OperationHandler;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/**
 * {@code GET /health/live}: always status 200; any reply shows that the event loop works. The response is created once, because probes
 * arrive every few seconds.
 */
public final class GetLivenessHandler implements OperationHandler {
    private final Future<AdminResponse> live = Future
            .succeededFuture(AdminResponse.json(200, new JsonObject().put("status", "live")));

    @Override
    public Future<AdminResponse> handle(AdminRequest request) {
        return live;
    }
}
