package dev.tracegate.embedded.api;

import dev.tracegate.ingest.tcp.ApiCall;
import dev.tracegate.tenant.TenantId;

/**
 * Who made a call.
 *
 * @param address without the port
 * @param userAgent empty if the client sent none
 */
public record Caller(TenantId tenant, String address, String userAgent) {

    public static Caller of(ApiCall call) {
        var agent = call.headers().get("User-Agent");
        var host = call.source().hostAddress();
        return new Caller(call.tenant(), host == null ? call.source().toString() : host, agent == null ? "" : agent);
    }
}
