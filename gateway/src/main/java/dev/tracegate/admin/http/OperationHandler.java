package dev.tracegate.admin.http;

import io.vertx.core.Future;

/**
 * Performs one operation of docs/openapi.yaml. The name of the class is the operationId and {@code Handler}: {@code getBooks} is performed by
 * {@code GetBooksHandler}. A handler does not depend on its path or the router, so it can be mounted by a table or by an OpenAPI document.
 */
@FunctionalInterface
public interface OperationHandler {

    /**
     * Called on the admin server's event loop; must not block.
     *
     * @return completes on any thread; a failure is a bug in Tracegate and becomes status 500
     */
    Future<? extends AdminResponse> handle(AdminRequest request);
}
