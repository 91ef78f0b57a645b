/** The sidecar's own task, from the task metadata endpoint. */
@NullMarked
package dev.tracegate.identity.sidecar;

import org.jspecify.annotations.NullMarked;
