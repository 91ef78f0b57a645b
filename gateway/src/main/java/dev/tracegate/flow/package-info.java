/**
 * Pure: bounded queues, batching, shedding and the books. Takes segments that ingest offers, hands batches to dispatch, and counts
 * each segment's end exactly once.
 */
@NullMarked
package dev.tracegate.flow;

import org.jspecify.annotations.NullMarked;
