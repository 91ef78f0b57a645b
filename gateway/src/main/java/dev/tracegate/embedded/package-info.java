/**
 * An X-Ray for laptops and CI: the real API's operations, validation and errors over a SQLite store. The sink of embedded mode, and what answers
 * TCP 2000 there.
 *
 * <p>What comes in: batches from the dispatcher ({@link dev.tracegate.embedded.EmbeddedSink}) and API calls of SDKs, the AWS CLI and the console.
 *
 * <p>What goes out: X-Ray's replies, byte for byte where X-Ray does not change a document.
 *
 * <p>Read {@link dev.tracegate.embedded.EmbeddedXRay} first. {@code embedded.api} has one class for each operation, {@code embedded.model} traces
 * and entities, {@code embedded.filter} filter expressions, {@code embedded.graph} the service graph, {@code embedded.summary} trace summaries,
 * {@code embedded.sampling} rules and reservoirs, {@code embedded.store} the SQLite file with its retention.
 *
 * <p>Threads: three queues with one thread each: writes, reads, and calls that need no disk. Each queue is bounded; a call beyond it is throttled.
 */
@NullMarked
package dev.tracegate.embedded;

import org.jspecify.annotations.NullMarked;
