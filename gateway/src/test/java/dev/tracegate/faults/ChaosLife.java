package dev.tracegate.faults;

/**
 * A life of the gateway that ended by kill -9. Segments are numbered in the order in which they were sent.
 *
 * @param ready the number of the first segment sent after the gateway was ready
 * @param receivedWhenReady segments that it had received by then
 * @param read segments sent before its books were read for the last time
 * @param sentByThen segments sent when they had been read
 * @param killed segments sent when the process was gone
 * @param next segments sent when its successor was ready
 * @param kernelDropped datagrams that the kernel dropped in it
 */
record ChaosLife(long ready, long receivedWhenReady, long read, long sentByThen, long killed, long next, Reading books,
        long kernelDropped) {

    /**
     * The most segments sent before the last reading that kill -9 can have taken: those in memory by the books, and those that waited in the
     * socket's buffer.
     */
    long inMemory() {
        long unread = Math.max(0, sentByThen - ready - (books.received() - receivedWhenReady));
        return books.queued() + books.inFlight() + unread + kernelDropped;
    }

    /** What became of a segment that X-Ray neither took nor refused, sent before {@link #next}. */
    Loss lossOf(long number) {
        if (number >= killed) {
            return Loss.NO_GATEWAY;
        }
        return number >= read ? Loss.SINCE_READING : Loss.IN_MEMORY;
    }

    /** Why a segment is nowhere. */
    enum Loss {
        /** Sent after kill -9 and before the successor was ready. */
        NO_GATEWAY,
        /** Sent after the books were read for the last time, up to 100 ms before kill -9. */
        SINCE_READING,
        /** In memory, or in the socket's buffer, at kill -9. */
        IN_MEMORY
    }
}
