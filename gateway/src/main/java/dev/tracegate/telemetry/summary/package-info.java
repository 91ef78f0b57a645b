/** The summary of each interval, as text, JSON or EMF. */
@NullMarked
package dev.tracegate.telemetry.summary;

import org.jspecify.annotations.NullMarked;
