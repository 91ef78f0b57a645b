/**
 * What operators see of the gateway: meters, log lines and the summary of each minute.
 *
 * <p>What comes in: views that other packages implement ({@code telemetry.metrics.GatewayView}), events of the dispatcher
 * ({@link dev.tracegate.dispatch.DispatchEvent}) and of the receiver, and log calls of all packages.
 *
 * <p>What goes out: the Prometheus page ({@code telemetry.metrics}), lines on standard output or in a file ({@code telemetry.logging}, as text or
 * JSON), the X-Ray daemon's upload lines ({@code telemetry.events}), and the summary as text, JSON or EMF ({@code telemetry.summary}). Names of
 * metrics and log keys are a contract; {@code MeterName} has all metrics, and docs/metrics.md is generated from it.
 *
 * <p>Read {@code telemetry.metrics.Metrics} first. Meters read the views when they are scraped, so that no segment pays for them.
 * {@code telemetry.logging.RateLimitedLog} bounds the lines that senders can cause.
 *
 * <p>Threads: log calls and scrapes from any thread. Lines are written on a thread of their own, so that no event loop waits for the output.
 */
@NullMarked
package dev.tracegate.telemetry;

import org.jspecify.annotations.NullMarked;
