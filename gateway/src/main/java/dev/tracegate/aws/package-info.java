/**
 * The edge towards AWS, and the only package that sees its SDK: the X-Ray sink, credentials, Region and endpoint, the signed relay
 * of the sampling calls, telemetry records. Implements ports of dispatch and ingest.
 */
@NullMarked
package dev.tracegate.aws;

import org.jspecify.annotations.NullMarked;
