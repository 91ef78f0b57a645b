package dev.tracegate.identity;

/**
 * A decision that holds until a poll finds another owner, and when its sender last sent. Changed on its resolver's loop only; may be read from any
 * thread.
 *
 * @param <T> the resolver's type for an owner
 */
public abstract class Lease<T> implements Decision {
    private final OwnershipFinding answer;
    private final Resolution<T> resolution;
    private volatile long seenNanos;

    /** @param nowNanos on the monotonic clock */
    protected Lease(OwnershipFinding answer, Resolution<T> resolution, long nowNanos) {
        this.answer = answer;
        this.resolution = resolution;
        this.seenNanos = nowNanos;
    }

    @Override
    public final OwnershipFinding answer() {
        return answer;
    }

    @Override
    public final Resolution<T> resolution() {
        return resolution;
    }

    /** Called for each datagram of the sender. */
    public final void seen(long nowNanos) {
        seenNanos = nowNanos;
    }

    /** When the sender last sent; before it has sent, when the lease began. */
    public final long seenNanos() {
        return seenNanos;
    }

    /** This lease as operators see it. */
    public final Sender<T> view() {
        return new Sender<>(source(), answer, resolution, seenNanos);
    }
}
