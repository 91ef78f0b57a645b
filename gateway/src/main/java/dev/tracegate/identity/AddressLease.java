package dev.tracegate.identity;

import java.net.InetAddress;

/** The owner of one address until a poll finds another one. Changed on the resolver's loop only; may be read from any thread. */
final class AddressLease<T> implements Decision {
    private final InetAddress address;
    private final OwnershipFinding answer;
    private final Resolution<T> resolution;
    private volatile long seenNanos;
    private volatile boolean ended;

    AddressLease(InetAddress address, OwnershipFinding answer, Resolution<T> resolution, long nowNanos) {
        this.address = address;
        this.answer = answer;
        this.resolution = resolution;
        this.seenNanos = nowNanos;
    }

    InetAddress address() {
        return address;
    }

    @Override
    public String source() {
        return address.getHostAddress();
    }

    @Override
    public OwnershipFinding answer() {
        return answer;
    }

    @Override
    public Resolution<T> resolution() {
        return resolution;
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
