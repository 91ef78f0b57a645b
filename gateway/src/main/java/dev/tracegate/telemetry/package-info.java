/**
 * What operators see: Micrometer adapters of the small views the other packages offer, the log format, the summary once a minute.
 */
@NullMarked
package dev.tracegate.telemetry;

import org.jspecify.annotations.NullMarked;
