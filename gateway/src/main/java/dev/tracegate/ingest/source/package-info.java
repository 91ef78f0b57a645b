/** Which tenant a datagram or a call belongs to, and how much that tenant may send. */
@NullMarked
package dev.tracegate.ingest.source;

import org.jspecify.annotations.NullMarked;
