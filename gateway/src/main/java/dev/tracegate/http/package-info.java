/**
 * HTTP with bounded memory, for servers and clients. Replies to the gateway's own calls are read on an event loop. One reply is bounded by its
 * {@link dev.tracegate.http.ReplyBound}, all together by the shared {@link dev.tracegate.budget.ByteBudget}; read {@link
 * dev.tracegate.http.ReplyBody} first.
 *
 * <p>A listener for callers is a {@link dev.tracegate.http.BoundedHttpListener}. It keeps a table of its connections ({@link
 * dev.tracegate.http.ConnectionTable}), reads a request's head, hands an {@link dev.tracegate.http.Exchange} to its handler and stops reading:
 * the handler looks up the caller, then asks for the body or refuses the call. The next request of the connection is read when the answer has
 * been sent. Unfinished heads, bodies and replies are reserved in the budget first, for the caller's address. A listener with all its state is
 * confined to its event loop.
 */
@org.jspecify.annotations.NullMarked
package dev.tracegate.http;
