package dev.tracegate.ingest.tcp;

import dev.tracegate.tenant.TenantId;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;

/**
 * One HTTP call on TCP :2000, its body whole and within the listener's limit.
 *
 * @param path without the query
 * @param body empty where the client sent none
 * @param tenant of the client, by the address that it called from
 */
public record ApiCall(String method, String path, MultiMap headers, Buffer body, SocketAddress source,
        TenantId tenant) {

    /** A call at a gateway without configured tenants. */
    public ApiCall(String method, String path, MultiMap headers, Buffer body, SocketAddress source) {
        this(method, path, headers, body, source, TenantId.DEFAULT);
    }
}
