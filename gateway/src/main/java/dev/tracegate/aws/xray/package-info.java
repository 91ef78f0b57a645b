/** PutTraceSegments and PutTelemetryRecords: request bodies, calls and the classification of their errors. */
@NullMarked
package dev.tracegate.aws.xray;

import org.jspecify.annotations.NullMarked;
