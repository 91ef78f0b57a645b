/**
 * The documents of the embedded X-Ray in one SQLite file: one row for each trace, one for each document. Documents are stored as received;
 * {@code embedded.model} assembles them into traces when they are read.
 *
 * <p>What comes in: documents that passed X-Ray's checks ({@link dev.tracegate.embedded.store.NewDocument}).
 *
 * <p>What goes out: {@link dev.tracegate.embedded.store.StoredTrace}s, by id or as a scan of a time window.
 *
 * <p>Read {@link dev.tracegate.embedded.store.TraceStore} first, then {@code TraceSchema} (the tables), {@code TraceWriter}, {@code TraceReader} and
 * {@code Retention} (what is deleted, and when).
 *
 * <p>Threads: the writer belongs to one thread and the reader to another, each with its own connection. Every method blocks on the disk. Failures are
 * {@link dev.tracegate.embedded.store.StoreException}s with a message for the operator.
 */
@NullMarked
package dev.tracegate.embedded.store;

import org.jspecify.annotations.NullMarked;
