package dev.tracegate.admin.http;

import io.vertx.core.http.HttpMethod;

/**
 * An operation of docs/openapi.yaml and its handler.
 *
 * @param id the operationId
 * @param path the path template, such as {@code /v1/traces/{traceId}/fate}
 * @param summary one line for the index
 */
public record AdminOperation(String id, HttpMethod method, String path, String summary, OperationHandler handler) {

    /** An operation that is called by GET, and by HEAD for the headers alone. */
    public static AdminOperation get(String id, String path, String summary, OperationHandler handler) {
        return new AdminOperation(id, HttpMethod.GET, path, summary, handler);
    }
}
