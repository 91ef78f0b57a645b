/** What became of recent segments: dead letters and the fate of each trace. Bounded in bytes. */
@NullMarked
package dev.tracegate.flow.history;

import org.jspecify.annotations.NullMarked;
