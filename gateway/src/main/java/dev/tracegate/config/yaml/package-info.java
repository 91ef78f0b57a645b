/** YAML as nodes that know their lines. */
@NullMarked
package dev.tracegate.config.yaml;

import org.jspecify.annotations.NullMarked;
