/**
 * Queues between arrival and upload: one per tenant, bounded in bytes, from which batches are taken in weighted round robin. Pure: no input or output,
 * no clock and no thread.
 *
 * <p>What comes in: segments that {@code ingest} offers ({@link dev.tracegate.flow.Flow#offer}), and batches that come back from disk
 * ({@link dev.tracegate.flow.Flow#recall}).
 *
 * <p>What goes out: batches of up to 50 segments of one tenant, each as a {@link dev.tracegate.flow.BatchState} with one method per legal transition.
 * A transition updates ledger and memory budget, then calls the {@link dev.tracegate.flow.FlowListener}. The books balance because no code outside
 * this package changes the ledger for an accepted segment.
 *
 * <p>Read {@link dev.tracegate.flow.Flow} first, then {@link dev.tracegate.flow.BatchState}.
 * <ul>
 * <li>A {@code TenantQueue} holds a tenant's segments by trace ({@code TraceGroups}), because X-Ray accepts fewer bytes of a trace that arrives over a
 * longer time.
 * <li>{@code DeficitRoundRobin} selects the next queue of a destination by weight and bytes. {@code Linger} is how long a batch that is not full
 * waits for more.
 * <li>{@code Shedding} selects the segments to drop when the {@link dev.tracegate.budget.SegmentBudget} is full: those of the tenant furthest over its
 * share, its oldest traces without a failure first.
 * <li>{@code dev.tracegate.flow.ledger} has the counts of all segments, {@code dev.tracegate.flow.history} the outcomes of recent ones.
 * </ul>
 *
 * <p>Threads: one loop owns all of it and calls every method; there are no locks. The ledger's counters may be read on any thread. Times are
 * nanoseconds of the process's monotonic clock, given by the caller.
 */
@NullMarked
package dev.tracegate.flow;

import org.jspecify.annotations.NullMarked;
