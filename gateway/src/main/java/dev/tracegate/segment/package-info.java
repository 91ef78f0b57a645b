/**
 * Pure: parses what a datagram contains. The header line, a scan for the envelope fields of the segment document, trace ids, size limits and the
 * reasons for a rejection. Uses only the JDK. Read {@link dev.tracegate.segment.EnvelopeScan} first.
 */
@NullMarked
package dev.tracegate.segment;

import org.jspecify.annotations.NullMarked;
