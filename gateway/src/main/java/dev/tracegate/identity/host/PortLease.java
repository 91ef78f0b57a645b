package dev.tracegate.identity.host;

import dev.tracegate.identity.Decision;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.Resolution;
import java.net.InetSocketAddress;

/** What one port of the host is, and when that was proven. Changed on the resolver's loop only; any thread may read. */
final class PortLease<T> implements Decision {
    private final InetSocketAddress sender;
    private final OwnershipFinding answer;
    private final Resolution<T> resolution;
    private volatile long provenNanos;
    private volatile long seenNanos;

    /** @param sender who used it first, of the host's addresses */
    PortLease(InetSocketAddress sender, OwnershipFinding answer, Resolution<T> resolution, long provenNanos,
            long nowNanos) {
        this.sender = sender;
        this.answer = answer;
        this.resolution = resolution;
        this.provenNanos = provenNanos;
        this.seenNanos = nowNanos;
    }

    @Override
    public String source() {
        var address = sender.getAddress().getHostAddress();
        return (address.contains(":") ? "[" + address + "]" : address) + ":" + sender.getPort();
    }

    int port() {
        return sender.getPort();
    }

    InetSocketAddress sender() {
        return sender;
    }

    @Override
    public OwnershipFinding answer() {
        return answer;
    }

    @Override
    public Resolution<T> resolution() {
        return resolution;
    }

    void proven(long lookNanos) {
        provenNanos = lookNanos;
    }

    /** When the poll that last confirmed it started. */
    long provenNanos() {
        return provenNanos;
    }

    void seen(long nowNanos) {
        seenNanos = nowNanos;
    }

    long seenNanos() {
        return seenNanos;
    }
}
