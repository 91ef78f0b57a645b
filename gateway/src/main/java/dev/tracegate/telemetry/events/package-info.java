/** Log lines about uploads and about rejected datagrams. */
@NullMarked
package dev.tracegate.telemetry.events;

import org.jspecify.annotations.NullMarked;
