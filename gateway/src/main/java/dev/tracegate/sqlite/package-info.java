/**
 * Creates the SQLite files of the gateway: with permissions for their owner only, and only on file systems on which SQLite is reliable.
 *
 * <p>What comes in: a path from the settings. What goes out: a {@link dev.tracegate.sqlite.DatabaseFile}, or an exception with the reason for the
 * operator. The spool and the embedded X-Ray open the file themselves.
 *
 * <p>Depends on the JDK only. All calls that touch the disk block; any thread may make them.
 */
@NullMarked
package dev.tracegate.sqlite;

import org.jspecify.annotations.NullMarked;
