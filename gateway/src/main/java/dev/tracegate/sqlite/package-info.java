/**
 * Creates the SQLite files of the gateway: with permissions for their owner only, and only on file systems on which SQLite is reliable. Creates and
 * migrates their tables.
 *
 * <p>What comes in: a path from the settings, and the statements that create the tables. What goes out: a {@link dev.tracegate.sqlite.DatabaseFile}, or an
 * exception with the reason for the operator. The spool, the embedded X-Ray and the rule store open the file themselves.
 *
 * <p>Depends on the JDK only. All calls that touch the disk block; any thread may make them.
 */
@NullMarked
package dev.tracegate.sqlite;

import org.jspecify.annotations.NullMarked;
