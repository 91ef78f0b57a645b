/** Pure: creates SQLite files with private permissions, and only on file systems where SQLite is reliable; and creates and migrates their tables. */
@NullMarked
package dev.tracegate.sqlite;

import org.jspecify.annotations.NullMarked;
