/** YAML as nodes with line numbers. Read {@link dev.tracegate.config.yaml.YamlDocument} first. */
@NullMarked
package dev.tracegate.config.yaml;

import org.jspecify.annotations.NullMarked;
