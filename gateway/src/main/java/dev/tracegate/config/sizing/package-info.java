/** The memory model: the maximum memory of the process and the share for segments. Read {@link dev.tracegate.config.sizing.MemoryModel} first. */
@NullMarked
package dev.tracegate.config.sizing;

import org.jspecify.annotations.NullMarked;
