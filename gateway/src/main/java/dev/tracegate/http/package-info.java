/**
 * HTTP with bounded memory, for servers and clients.
 *
 * <p><b>Clients:</b> {@link dev.tracegate.http.HttpCaller} makes the calls of the event loops, {@link dev.tracegate.http.BlockingHttp} those of
 * threads that may block. {@link dev.tracegate.http.ReplyParts} reads every reply on an event loop, up to its {@link
 * dev.tracegate.http.ReplyBound}; {@link dev.tracegate.http.ReplyBody} keeps one and reserves its bytes in a {@link
 * dev.tracegate.budget.ByteBudget} that all replies share.
 *
 * <p><b>Servers:</b> read {@link dev.tracegate.http.BoundedHttpListener} first. It keeps a table of its connections ({@link
 * dev.tracegate.http.ConnectionTable}), reads the head of a request, passes an {@link dev.tracegate.http.Exchange} to its handler and stops
 * reading. The handler looks up the caller, then asks for the body or refuses the call. The next request of the connection is read after
 * the reply has been sent. Incomplete heads, bodies and replies are reserved in the budget first, for the caller's address. A listener with
 * all its state is confined to its event loop.
 */
@org.jspecify.annotations.NullMarked
package dev.tracegate.http;
