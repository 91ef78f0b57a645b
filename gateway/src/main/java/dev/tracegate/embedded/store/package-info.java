/**
 * Where the embedded X-Ray keeps documents: one SQLite file, a row a segment, assembled into traces when they are read.
 */
@NullMarked
package dev.tracegate.embedded.store;

import org.jspecify.annotations.NullMarked;
