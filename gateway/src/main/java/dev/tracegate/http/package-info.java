/**
 * HTTP within bounds, on both sides. Replies to the gateway's own calls are read on an event loop within bounds: of one reply by its
 * {@link dev.tracegate.http.ReplyBound}, of all together by the shared {@link dev.tracegate.budget.ByteBudget}; read
 * {@link dev.tracegate.http.ReplyBody} first.
 *
 * <p>A listener for callers is a {@link dev.tracegate.http.BoundedHttpListener}. It keeps a table of its connections
 * ({@link dev.tracegate.http.ConnectionTable}), reads a request's head, hands an {@link dev.tracegate.http.Exchange} to its handler and stops
 * reading: the handler looks who calls, then asks for the body or refuses the call. The next request of the connection is read when the answer
 * has been sent. Unfinished heads, bodies and replies are reserved in the budget first, in the name of the caller's address. All of a listener
 * belongs to its event loop.
 */
@org.jspecify.annotations.NullMarked
package dev.tracegate.http;
