/**
 * HTTP :2080 on loopback: health, readiness, metrics, and below /v1 the books, dead letters and fates. Read-only views of the other packages; never on a segment's way.
 */
@NullMarked
package dev.tracegate.admin;

import org.jspecify.annotations.NullMarked;
