package dev.tracegate.identity;

import java.net.InetAddress;

/** The owner of one address until a poll finds another one. */
final class AddressLease<T> extends Lease<T> {
    private final InetAddress address;
    private volatile boolean ended;

    AddressLease(InetAddress address, OwnershipFinding answer, Resolution<T> resolution, long nowNanos) {
        super(answer, resolution, nowNanos);
        this.address = address;
    }

    InetAddress address() {
        return address;
    }

    @Override
    public String source() {
        return address.getHostAddress();
    }

    void end() {
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }
}
