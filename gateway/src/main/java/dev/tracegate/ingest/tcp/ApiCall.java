package dev.tracegate.ingest.tcp;

import dev.tracegate.tenant.TenantId;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;

/**
 * One HTTP call on TCP :2000, with its complete body, which is within the policy's bound.
 *
 * @param path without the query
 * @param body empty if the client sent none
 * @param tenant of the client, by the address that it called from
 */
public record ApiCall(String method, String path, MultiMap headers, Buffer body, SocketAddress source,
        TenantId tenant) {

    /** A call to a gateway without configured tenants: its tenant is {@link TenantId#DEFAULT}. */
    public ApiCall(String method, String path, MultiMap headers, Buffer body, SocketAddress source) {
        this(method, path, headers, body, source, TenantId.DEFAULT);
    }
}
