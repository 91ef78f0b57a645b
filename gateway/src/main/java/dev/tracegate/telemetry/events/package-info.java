/** Uploads and refused datagrams in the log. */
@NullMarked
package dev.tracegate.telemetry.events;

import org.jspecify.annotations.NullMarked;
