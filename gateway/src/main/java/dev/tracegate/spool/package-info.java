/**
 * The durable overflow behind {@link dev.tracegate.dispatch.Overflow}: batches that memory cannot hold, in a SQLite file, one row each. What
 * is stored is known in memory on the data plane's loop; one thread of its own reads and writes the file.
 */
@NullMarked
package dev.tracegate.spool;

import org.jspecify.annotations.NullMarked;
