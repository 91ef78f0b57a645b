/**
 * HTTP with bounded memory, for servers and clients.
 *
 * <p><b>Clients:</b> {@link dev.tracegate.http.ReplyBody} reads the reply to one of the gateway's own calls on an event loop. One reply is
 * bounded by its {@link dev.tracegate.http.ReplyBound}, all replies together by a shared {@link dev.tracegate.budget.ByteBudget}.
 *
 * <p><b>Servers:</b> read {@link dev.tracegate.http.BoundedHttpListener} first. It keeps a table of its connections ({@link
 * dev.tracegate.http.ConnectionTable}), reads the head of a request, passes an {@link dev.tracegate.http.Exchange} to its handler and stops
 * reading. The handler looks up the caller, then asks for the body or refuses the call. The next request of the connection is read after
 * the reply has been sent. Incomplete heads, bodies and replies are reserved in the budget first, for the caller's address. A listener with
 * all its state is confined to its event loop.
 */
@org.jspecify.annotations.NullMarked
package dev.tracegate.http;
