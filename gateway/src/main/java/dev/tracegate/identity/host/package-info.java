/** Tasks in host network mode, identified by the UDP ports of their processes. */
@NullMarked
package dev.tracegate.identity.host;

import org.jspecify.annotations.NullMarked;
