/**
 * Trace summaries, as GetTraceSummaries lists them: computed from an assembled trace each time they are asked for.
 */
@NullMarked
package dev.tracegate.embedded.summary;

import org.jspecify.annotations.NullMarked;
