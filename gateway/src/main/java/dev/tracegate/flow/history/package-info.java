/**
 * What became of recent segments: {@link dev.tracegate.flow.history.SegmentHistory} for the segments of a trace,
 * {@link dev.tracegate.flow.history.DeadLetters} for those that were refused. Both follow the moves of segments as
 * {@link dev.tracegate.flow.FlowListener}s on the data plane's loop, and are read there. Both are bounded in bytes, and forget the oldest first.
 */
@NullMarked
package dev.tracegate.flow.history;

import org.jspecify.annotations.NullMarked;
