/**
 * The overflow on disk behind {@link dev.tracegate.dispatch.Overflow}: batches that memory cannot hold, one row each in a SQLite file.
 *
 * <p>What comes in: batches to store, and requests for the oldest ones of tenants that may send.
 *
 * <p>What goes out: whether a batch is on disk, stored batches, and {@code SpoolEvent}s about the file. Batches that are too old are shed with a
 * reason. Payloads are encrypted with one key per tenant if a key file is configured; erasing a tenant deletes its key.
 *
 * <p>Read {@link dev.tracegate.spool.Spool} first. {@code Index} is the in-memory list of stored rows; {@code SpoolThread} runs the work on the file,
 * {@code SpoolDatabase} has the SQL. A file that is corrupt or of a later version is renamed. {@code Merging} moves rows to the main file that an
 * ended process left in a separate file.
 *
 * <p>Threads: {@link dev.tracegate.spool.Spool} and its index belong to the data plane's loop; one thread of its own reads and writes the file.
 */
@NullMarked
package dev.tracegate.spool;

import org.jspecify.annotations.NullMarked;
