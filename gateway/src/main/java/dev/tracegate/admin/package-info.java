/**
 * The admin API: HTTP on loopback, port 2080, for health, metrics and read-only views of the data plane. No segment passes it, and only the
 * composition root depends on it.
 *
 * <p><b>What comes in.</b> {@link dev.tracegate.http.BoundedHttpListener} bounds connections and bytes, reads the head of a request and hands over
 * an {@link dev.tracegate.http.Exchange}. {@link dev.tracegate.admin.AdminRouter} checks the Host header, then passes the request to a router of
 * vertx-web. The routes check, in this order, the form of the path, the bearer token below {@code /v1}, the path and the method. {@link
 * dev.tracegate.admin.MountedOperation} refuses a body, decodes path and query into an {@link dev.tracegate.admin.http.AdminRequest} and calls the
 * operation's {@link dev.tracegate.admin.http.OperationHandler}.
 *
 * <p><b>What goes out.</b> A handler completes with an {@link dev.tracegate.admin.http.AdminResponse}: text, JSON or a {@link
 * dev.tracegate.admin.http.Problem}. {@link dev.tracegate.admin.ExchangeReply} sends it through the exchange, which reserves its bytes in the
 * listener's budget. Problems are {@code application/problem+json}.
 *
 * <p><b>Operations.</b> docs/openapi.yaml is the contract. {@link dev.tracegate.admin.OperationTable} mounts one handler class for each
 * operationId, and a test compares the two. Health checks are routed like all other requests: the router adds no CPU
 * time that can be measured (docs/adr/0012). What keeps health reachable are the listener's bounds: it closes an idle connection for a new one,
 * and shares its budget with no other listener.
 *
 * <p><b>Threads.</b> Everything runs on the event loop that starts {@link dev.tracegate.admin.AdminServer}. State of the data plane is read on its
 * own loop, in steps, by {@link dev.tracegate.admin.read.LoopReader}; the response returns to the admin loop. Only the runtime file is written by
 * worker threads.
 *
 * <p><b>Read first</b> {@link dev.tracegate.admin.AdminRouter}, then {@link dev.tracegate.admin.OperationTable} and one handler, such as {@link
 * dev.tracegate.admin.read.GetBooksHandler}.
 */
@NullMarked
package dev.tracegate.admin;

import org.jspecify.annotations.NullMarked;
