package dev.tracegate.faults;

/**
 * One gateway process that was ended by kill -9. Segments are numbered in the order of sending.
 *
 * @param ready the number of the first segment sent after the gateway was ready
 * @param receivedWhenReady segments that it had received at that time
 * @param read segments sent before the last reading of its books
 * @param sentByThen segments sent after the last reading of its books
 * @param killed segments sent when the process had ended
 * @param next segments sent when its successor was ready
 * @param kernelDropped datagrams that the kernel dropped in it
 */
record ChaosLife(long ready, long receivedWhenReady, long read, long sentByThen, long killed, long next, Reading books,
        long kernelDropped) {

    /**
     * The maximum loss by kill -9 of segments sent before the last reading: those in memory according to the books and those in the
     * socket buffer.
     */
    long inMemory() {
        long unread = Math.max(0, sentByThen - ready - (books.received() - receivedWhenReady));
        return books.queued() + books.inFlight() + unread + kernelDropped;
    }

    /** The loss category of a segment sent before {@link #next} that X-Ray neither accepted nor refused. */
    Loss lossOf(long number) {
        if (number >= killed) {
            return Loss.NO_GATEWAY;
        }
        return number >= read ? Loss.SINCE_READING : Loss.IN_MEMORY;
    }

    /** The reason for the loss of a segment. */
    enum Loss {
        /** Sent after kill -9 and before the successor was ready. */
        NO_GATEWAY,
        /** Sent after the last reading of the books, up to 100 ms before kill -9. */
        SINCE_READING,
        /** In memory or in the socket buffer at kill -9. */
        IN_MEMORY
    }
}
