/** Resolves the tenant of a datagram or a call, and limits its rate. Read {@link dev.tracegate.ingest.source.TenantResolver} first. */
@NullMarked
package dev.tracegate.ingest.source;

import org.jspecify.annotations.NullMarked;
