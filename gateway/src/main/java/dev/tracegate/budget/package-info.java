/**
 * The bytes that the process holds for others beside segments: requests under way, replies, connections. Pure: no input or output, no clock.
 * Read {@link dev.tracegate.budget.ByteBudget} first, then {@link dev.tracegate.budget.OwnerShares}, which keeps one caller from taking all of
 * it. The callers are the listeners and the HTTP clients; each reserves before it holds and releases when it drops.
 */
@org.jspecify.annotations.NullMarked
package dev.tracegate.budget;
