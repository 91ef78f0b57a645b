/** Meters and their Prometheus page. */
@NullMarked
package dev.tracegate.telemetry.metrics;

import org.jspecify.annotations.NullMarked;
