/** One run of the loaders: files, environment and flags become one {@link dev.tracegate.config.Settings}. */
@NullMarked
package dev.tracegate.config.load;

import org.jspecify.annotations.NullMarked;
