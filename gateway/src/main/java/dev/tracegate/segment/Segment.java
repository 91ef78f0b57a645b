package dev.tracegate.segment;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One document on its way, owning exactly its bytes (never a slice of a receive buffer).
 *
 * @param envelope what was read of it
 * @param escaped the document as it stands between the quotes of a JSON string in PutTraceSegments: escaped once, on arrival, so that an
 *     upload and each retry of it only copy. The one form in which a document is kept, hence also its size in the memory budget.
 * @param source who sent it
 * @param receivedNanos when, on the gateway's monotonic clock
 */
// the bytes are never changed once escaped, and a segment is itself, not its content: two equal documents are two segments
@SuppressWarnings("ArrayRecordComponent")
public record Segment(Envelope envelope, byte[] escaped, InetSocketAddress source, long receivedNanos) {

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** Bytes charged to the memory budget. */
    public int bytes() {
        return escaped.length;
    }
}
