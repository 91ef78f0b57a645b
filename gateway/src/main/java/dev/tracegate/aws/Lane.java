package dev.tracegate.aws;

import dev.tracegate.dispatch.SegmentSink;
import dev.tracegate.ingest.ApiHandler;

/** One tenant's way to X-Ray: its Region's endpoint, and its credentials and no others. */
record Lane(SegmentSink sink, ApiHandler relay, Credentials credentials) {}
