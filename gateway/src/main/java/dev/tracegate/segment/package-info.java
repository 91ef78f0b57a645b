/**
 * Pure: parses datagrams: the header line, the envelope fields of the segment document, trace ids and the reasons for a rejection. Uses only the JDK.
 * Read {@link dev.tracegate.segment.EnvelopeScan} first.
 */
@NullMarked
package dev.tracegate.segment;

import org.jspecify.annotations.NullMarked;
