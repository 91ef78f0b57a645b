/** Flags in the X-Ray daemon's syntax, read as Go's flag package reads them. */
@NullMarked
package dev.tracegate.config.flags;

import org.jspecify.annotations.NullMarked;
