/** Pure: the files SQLite keeps, made private and only where SQLite can keep them whole. */
@NullMarked
package dev.tracegate.sqlite;

import org.jspecify.annotations.NullMarked;
