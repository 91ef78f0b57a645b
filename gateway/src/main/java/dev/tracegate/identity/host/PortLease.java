package dev.tracegate.identity.host;

import dev.tracegate.identity.Lease;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.Resolution;
import dev.tracegate.text.HostPort;
import java.net.InetSocketAddress;

/** The owner of one of the host's ports, and when a poll last confirmed it. */
final class PortLease<T> extends Lease<T> {
    private final InetSocketAddress sender;
    private volatile long provenNanos;

    /** @param sender the first sender of that port, at one of the host's addresses */
    PortLease(InetSocketAddress sender, OwnershipFinding answer, Resolution<T> resolution, long provenNanos,
            long nowNanos) {
        super(answer, resolution, nowNanos);
        this.sender = sender;
        this.provenNanos = provenNanos;
    }

    @Override
    public String source() {
        return HostPort.of(sender).toString();
    }

    int port() {
        return sender.getPort();
    }

    InetSocketAddress sender() {
        return sender;
    }

    void proven(long pollNanos) {
        provenNanos = pollNanos;
    }

    /** When the poll that last confirmed it started. */
    long provenNanos() {
        return provenNanos;
    }
}
