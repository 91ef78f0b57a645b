/**
 * Trace summaries in the wire format of GetTraceSummaries.
 *
 * <p>What comes in: an assembled {@link dev.tracegate.embedded.model.Trace}. What goes out: its JSON summary, computed on each call and not stored.
 *
 * <p>Read {@link dev.tracegate.embedded.summary.TraceSummary} first; it uses {@code Annotations} and {@code Causes} for two parts of the summary.
 *
 * <p>Threads: pure functions, for any thread; in practice the reader's.
 */
@NullMarked
package dev.tracegate.embedded.summary;

import org.jspecify.annotations.NullMarked;
