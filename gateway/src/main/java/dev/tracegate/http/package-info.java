/**
 * Replies to the gateway's own calls, read on an event loop within bounds: of one reply by its {@link dev.tracegate.http.ReplyBound}, of all
 * together by the shared {@link dev.tracegate.budget.ByteBudget}. Read {@link dev.tracegate.http.ReplyBody} first.
 */
@org.jspecify.annotations.NullMarked
package dev.tracegate.http;
