/**
 * Pure: what a datagram carries. The header line, the envelope scan over the document's bytes, trace ids, size limits and the
 * reasons to reject. First on a segment's way; knows nothing but the JDK.
 */
@NullMarked
package dev.tracegate.segment;

import org.jspecify.annotations.NullMarked;
