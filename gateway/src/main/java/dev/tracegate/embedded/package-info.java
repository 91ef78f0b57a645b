/**
 * The embedded X-Ray: an X-Ray for laptops and CI with a SQLite store behind the real API's operations, validation and errors. The
 * sink of embedded mode, and what TCP :2000 answers there.
 */
@NullMarked
package dev.tracegate.embedded;

import org.jspecify.annotations.NullMarked;
