/**
 * Queues between arrival and upload: one for each tenant, bounded in bytes, from which batches are taken in turns. Pure: no input or output, no
 * clock and no thread.
 *
 * <p>What comes in: segments that {@code ingest} offers ({@link dev.tracegate.flow.Flow#offer}), and batches that come back from disk
 * ({@link dev.tracegate.flow.Flow#recall}).
 *
 * <p>What goes out: batches of up to 50 segments of one tenant, each as a {@link dev.tracegate.flow.BatchState} whose methods are the legal next
 * moves. A move updates ledger and memory budget, then calls the {@link dev.tracegate.flow.FlowListener}. This is why the books balance: no code
 * outside this package changes them for a segment that was accepted.
 *
 * <p>Read {@link dev.tracegate.flow.Flow} first, then {@link dev.tracegate.flow.BatchState}.
 * <ul>
 * <li>A {@code TenantQueue} holds a tenant's segments by trace ({@code TraceGroups}), because X-Ray accepts fewer bytes of a trace that arrives over a
 * longer time.
 * <li>{@code DeficitRoundRobin} decides whose turn it is at a destination, by weight and bytes. {@code Linger} is how long a batch that is not full
 * waits for more.
 * <li>{@code Shedding} decides who gives up segments when the {@link dev.tracegate.budget.SegmentBudget} is full: the tenant furthest over its
 * share, its oldest traces without a fault first.
 * <li>{@code dev.tracegate.flow.ledger} has the counts of every segment, {@code dev.tracegate.flow.history} what became of recent ones.
 * </ul>
 *
 * <p>Threads: one loop owns all of it and calls every method; there are no locks. The ledger's counters may be read on any thread. Times are
 * nanoseconds of the process's monotonic clock, given by the caller.
 */
@NullMarked
package dev.tracegate.flow;

import org.jspecify.annotations.NullMarked;
