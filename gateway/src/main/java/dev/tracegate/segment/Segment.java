package dev.tracegate.segment;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One accepted document. Owns exactly its bytes, never a slice of a receive buffer.
 *
 * @param envelope the fields read from the document
 * @param escaped the document as the content of a JSON string in PutTraceSegments. It is escaped once, on arrival, so that an upload and its retries
 *     only copy it. No other form is kept, so its length is also its size in the memory budget.
 * @param source address of the sender
 * @param receivedNanos time of receipt on the gateway's monotonic clock, in nanoseconds
 */
// the array is never changed, and equality is identity: two equal documents are two segments
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
