package dev.tracegate.http;

import dev.tracegate.budget.OwnerShares;

/** The bytes reserved for one address and one purpose. It grows in steps and is released as a whole. Confined to one thread. */
final class AddressReservation {
    private final OwnerShares<String> shares;
    private final String address;
    private long bytes;

    AddressReservation(OwnerShares<String> shares, String address) {
        this.shares = shares;
        this.address = address;
    }

    /**
     * Reserves more bytes.
     *
     * @return false if they exceed the rest of the address's share or of the budget
     */
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
