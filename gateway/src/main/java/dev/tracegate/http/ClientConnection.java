package dev.tracegate.http;

import dev.tracegate.budget.OwnerShares;
import io.vertx.core.http.HttpConnection;
import org.jspecify.annotations.Nullable;

/** One connection of the table: its phase, when the phase began, and the bytes reserved for it. */
final class ClientConnection {
    /**
     * Bytes reserved while a large head is incomplete. A head may have 8 KiB and 64 lines: 16 KiB in the decoder's buffer, which doubles,
     * and 16 KiB of strings and map entries for the parsed lines.
     */
    static final int HEAD_BYTES = 32 * 1024;

    private final HttpConnection connection;
    private final String address;
    private final OwnerShares<String> shares;
    private final AddressReservation head;
    private Phase phase = Phase.IDLE;
    private long since;
    private boolean served;
    private @Nullable Exchange exchange;

    ClientConnection(HttpConnection connection, String address, OwnerShares<String> shares, long now) {
        this.connection = connection;
        this.address = address;
        this.shares = shares;
        this.head = new AddressReservation(shares, address);
        this.since = now;
    }

    HttpConnection connection() {
        return connection;
    }

    String address() {
        return address;
    }

    Phase phase() {
        return phase;
    }

    /** When the phase began, in nanoseconds; an unfinished head counts from its first byte. */
    long since() {
        return since;
    }

    void enter(Phase next, long now) {
        phase = next;
        since = now;
    }

    /** @return false if the budget has no room */
    boolean reserveHead() {
        return head.bytes() > 0 || head.grow(HEAD_BYTES);
    }

    void releaseHead() {
        head.release();
    }

    AddressReservation reservation() {
        return new AddressReservation(shares, address);
    }

    /** Whether the connection has delivered a complete request. */
    boolean served() {
        return served;
    }

    void serves(@Nullable Exchange next) {
        exchange = next;
        served = true;
    }

    @Nullable
    Exchange exchange() {
        return exchange;
    }

    /** Releases all reservations and closes the connection without a reply. */
    void close() {
        closed();
        connection.close();
    }

    /** The peer or the table has closed the connection. */
    void closed() {
        head.release();
        if (exchange != null) {
            exchange.abandon();
        }
    }
}
