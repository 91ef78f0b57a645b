/** Pure: creates SQLite files with private permissions, and only on file systems where SQLite is reliable. */
@NullMarked
package dev.tracegate.sqlite;

import org.jspecify.annotations.NullMarked;
