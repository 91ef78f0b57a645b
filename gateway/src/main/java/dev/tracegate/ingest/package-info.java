/**
 * Where segments and sampling calls come in.
 *
 * <p>What comes in: datagrams ({@code ingest.udp}, many with one system call) and HTTP requests on TCP 2000 ({@code ingest.tcp}, within bounds).
 *
 * <p>What goes out: segments, offered to {@link dev.tracegate.flow.Flow}, and calls, passed to the port
 * {@link dev.tracegate.ingest.tcp.ApiHandler}. Everything that is refused is counted in the ledger with its reason.
 *
 * <p>Read {@link dev.tracegate.ingest.DatagramProcessor} first: resolve the tenant ({@code ingest.source}), check the header, charge the tenant's
 * rate, scan the envelope, decide by the tenant's keep rate, escape the document, offer the segment. A datagram whose sender is not resolved yet waits in the
 * {@code PendingDatagramBuffer}.
 *
 * <p>Threads: UDP, resolution and processing run on the data plane's loop, TCP calls on the loop of their connection. The two meet only in
 * {@link dev.tracegate.ingest.source.AddressCallerResolver}, which asks the data plane's loop.
 */
@NullMarked
package dev.tracegate.ingest;

import org.jspecify.annotations.NullMarked;
