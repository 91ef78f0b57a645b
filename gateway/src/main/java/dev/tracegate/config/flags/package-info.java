/** Flags in the X-Ray daemon's syntax, which is that of Go's flag package. Read {@link dev.tracegate.config.flags.GoFlags} first. */
@NullMarked
package dev.tracegate.config.flags;

import org.jspecify.annotations.NullMarked;
