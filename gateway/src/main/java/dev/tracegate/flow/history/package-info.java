/**
 * The states and outcomes of recent segments: {@link dev.tracegate.flow.history.SegmentHistory} for the segments of a trace,
 * {@link dev.tracegate.flow.history.DeadLetters} for segments that were refused. Both are {@link dev.tracegate.flow.FlowListener}s on the data plane's
 * loop, and are read there. Both are bounded in bytes and drop the oldest entries first.
 */
@NullMarked
package dev.tracegate.flow.history;

import org.jspecify.annotations.NullMarked;
