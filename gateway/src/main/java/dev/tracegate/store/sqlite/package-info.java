/** Keeps rule books in a SQLite file. Read {@link dev.tracegate.store.sqlite.SqliteRuleStore} first. */
@NullMarked
package dev.tracegate.store.sqlite;

import org.jspecify.annotations.NullMarked;
