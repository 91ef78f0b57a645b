package dev.tracegate.http;

import dev.tracegate.budget.OwnerShares;

/** The bytes that one purpose holds for one address; grows step by step and is released as a whole. Not for several threads. */
final class Reservation {
    private final OwnerShares<String> shares;
    private final String address;
    private long bytes;

    Reservation(OwnerShares<String> shares, String address) {
        this.shares = shares;
        this.address = address;
    }

    /** @return false if the address's share or the budget has not so many bytes more */
    boolean grow(long more) {
        boolean reserved = more == 0 || shares.tryReserve(address, more);
        bytes += reserved ? more : 0;
        return reserved;
    }

    void shrink(long less) {
        if (less > 0) {
            shares.release(address, less);
            bytes -= less;
        }
    }

    /** Releases all of it; a second call does nothing. */
    void release() {
        shrink(bytes);
    }

    long bytes() {
        return bytes;
    }
}
