/** Log lines about uploads and rejected datagrams. Read {@link dev.tracegate.telemetry.events.DispatchLog} first. */
@NullMarked
package dev.tracegate.telemetry.events;

import org.jspecify.annotations.NullMarked;
