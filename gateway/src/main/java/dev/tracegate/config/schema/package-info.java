/** The settings as data: keys, value types, where a value came from, and the problems found. */
@NullMarked
package dev.tracegate.config.schema;

import org.jspecify.annotations.NullMarked;
