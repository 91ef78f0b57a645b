/**
 * An X-Ray service for laptops and CI: the operations, validation and errors of the X-Ray API over a SQLite store. In embedded mode it is the sink
 * of the dispatcher and the handler of TCP 2000.
 *
 * <p>What comes in: batches from the dispatcher (through {@link dev.tracegate.embedded.EmbeddedSink}) and API calls of SDKs, the AWS CLI, Grafana
 * and the console (through {@link dev.tracegate.ingest.tcp.ApiHandler}).
 *
 * <p>What goes out: replies in X-Ray's wire format. A document is returned byte for byte, except for what X-Ray itself changes.
 *
 * <p>Read {@link dev.tracegate.embedded.EmbeddedXRay} first, then {@code embedded.api}: one class for each operation that needs one. The operations
 * read and write {@code embedded.store} (the SQLite file and its retention). {@code embedded.model} assembles stored documents into traces;
 * {@code embedded.filter} selects traces, {@code embedded.summary} summarises them, {@code embedded.graph} builds service graphs and the returned
 * documents. The sampling rules and their reservoirs are those of {@code dev.tracegate.sampling}.
 *
 * <p>Threads: three {@link dev.tracegate.embedded.BoundedWorker workers} with one thread each: writes, reads, and sampling calls, of which those that change rules write the rule store. A call
 * that finds the queue of its worker full is answered 429. Replies complete on the event loop of the caller.
 */
@NullMarked
package dev.tracegate.embedded;

import org.jspecify.annotations.NullMarked;
