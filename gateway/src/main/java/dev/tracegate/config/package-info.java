/**
 * Typed settings, and the loaders that make them from flags, files and the environment. All problems are reported at once, each with
 * its path.
 */
@NullMarked
package dev.tracegate.config;

import org.jspecify.annotations.NullMarked;
