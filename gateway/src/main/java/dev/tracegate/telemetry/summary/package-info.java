/** The periodic summary as text, JSON or EMF. Read {@link dev.tracegate.telemetry.summary.SummaryReporter} first. */
@NullMarked
package dev.tracegate.telemetry.summary;

import org.jspecify.annotations.NullMarked;
