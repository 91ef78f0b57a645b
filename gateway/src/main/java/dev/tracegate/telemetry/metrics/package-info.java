/** Meters and their Prometheus page. Read {@link dev.tracegate.telemetry.metrics.MeterName}, the list of all meters, first. */
@NullMarked
package dev.tracegate.telemetry.metrics;

import org.jspecify.annotations.NullMarked;
