/** Reads the X-Ray daemon's cfg.yaml by the rules of the daemon's YAML library. Read {@link dev.tracegate.config.daemon.DaemonFile} first. */
@NullMarked
package dev.tracegate.config.daemon;

import org.jspecify.annotations.NullMarked;
