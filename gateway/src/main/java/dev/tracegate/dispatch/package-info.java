/**
 * From flow's batches to the {@link dev.tracegate.dispatch.SegmentSink} port: turns, sends in flight, retries, drain.
 */
@NullMarked
package dev.tracegate.dispatch;

import org.jspecify.annotations.NullMarked;
