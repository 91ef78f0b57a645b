package dev.tracegate.identity;

import java.net.InetAddress;

/** What one address is, until a look finds it to be something else. Changed on the resolver's loop only; any thread may read. */
final class Lease<T> {
    private final InetAddress address;
    private final Answer answer;
    private final Resolution<T> resolution;
    private volatile long seenNanos;
    private volatile boolean ended;

    Lease(InetAddress address, Answer answer, Resolution<T> resolution, long nowNanos) {
        this.address = address;
        this.answer = answer;
        this.resolution = resolution;
        this.seenNanos = nowNanos;
    }

    InetAddress address() {
        return address;
    }

    Answer answer() {
        return answer;
    }

    Resolution<T> resolution() {
        return resolution;
    }

    /** The same owner in the same life: its proof may have become another. */
    boolean goesOnAs(Answer found) {
        return (answer instanceof Answer.Known was && found instanceof Answer.Known is)
                ? was.epoch().equals(is.epoch()) && was.workload().equals(is.workload()) && was.trust() == is.trust()
                : answer.equals(found);
    }

    void seen(long nowNanos) {
        seenNanos = nowNanos;
    }

    /** When it last sent; before it sent, when it was found. */
    long seenNanos() {
        return seenNanos;
    }

    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }
}
