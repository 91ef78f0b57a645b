package dev.tracegate.aws.tenants;

import dev.tracegate.aws.credentials.Credentials;
import dev.tracegate.dispatch.SegmentSink;
import dev.tracegate.ingest.tcp.ApiHandler;

/** One tenant's way to X-Ray: its Region's endpoint, and its credentials and no others. */
record TenantClient(SegmentSink sink, ApiHandler relay, Credentials credentials) {}
