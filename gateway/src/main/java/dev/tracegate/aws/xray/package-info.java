/** PutTraceSegments and PutTelemetryRecords: request bodies, signed calls and the classification of errors. Read {@code XRaySink} first. */
@NullMarked
package dev.tracegate.aws.xray;

import org.jspecify.annotations.NullMarked;
