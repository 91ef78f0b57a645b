/** The X-Ray daemon's cfg.yaml, read by the rules of the daemon's YAML library. */
@NullMarked
package dev.tracegate.config.daemon;

import org.jspecify.annotations.NullMarked;
