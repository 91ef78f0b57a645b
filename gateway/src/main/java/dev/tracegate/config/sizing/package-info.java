/** The memory model: how much the process takes and how much of it segments may have. */
@NullMarked
package dev.tracegate.config.sizing;

import org.jspecify.annotations.NullMarked;
