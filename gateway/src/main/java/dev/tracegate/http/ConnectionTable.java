package dev.tracegate.http;

import dev.tracegate.budget.OwnerShares;
import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The open connections of a listener. To make room for a new connection the table closes the one that has been idle the longest. It never
 * closes a connection while a handler works for it.
 */
final class ConnectionTable {
    /** A transfer that takes longer than this may be ended to make room for another caller. An ordinary one takes milliseconds. */
    private static final long SLOW_NANOS = Duration.ofSeconds(1).toNanos();
    /** Time for a client that still sends its body to read the refusal. */
    private static final Duration LINGER = Duration.ofSeconds(1);
    /** Handlers end their calls within seconds, each by limits of its own. This ends the call of a handler that never answers. */
    static final Duration CALL = Duration.ofSeconds(60);

    private final IdentityHashMap<HttpConnection, ClientConnection> open = new IdentityHashMap<>();
    private final Map<String, Set<ClientConnection>> byAddress = new HashMap<>();
    /** In the order in which they became idle, the longest first. */
    private final Set<ClientConnection> idle = new LinkedHashSet<>();
    private final ListenerLimits limits;
    private final OwnerShares<String> shares;
    private final LongSupplier nanoClock;

    ConnectionTable(ListenerLimits limits, OwnerShares<String> shares, LongSupplier nanoClock) {
        this.limits = limits;
        this.shares = shares;
        this.nanoClock = nanoClock;
    }

    /** Adds a new connection; null if the table is full and no connection may be closed for it. */
    @Nullable
    ClientConnection admit(HttpConnection connection, String address) {
        var ofAddress = byAddress.getOrDefault(address, Set.of());
        if (ofAddress.size() >= limits.perAddress() && !makeRoom(ofAddress)) {
            return null;
        }
        if (open.size() >= limits.connections() && !makeRoom(ofBusiestAddress()) && !makeRoom(all())) {
            return null;
        }
        var client = new ClientConnection(connection, address, shares, nanoClock.getAsLong());
        open.put(connection, client);
        byAddress.computeIfAbsent(address, first -> new LinkedHashSet<>()).add(client);
        idle.add(client);
        return client;
    }

    @Nullable
    ClientConnection find(HttpConnection connection) {
        return open.get(connection);
    }

    /** Removes a closed connection; its place is free again. */
    void remove(HttpConnection connection) {
        var client = open.remove(connection);
        if (client != null) {
            idle.remove(client);
            byAddress.computeIfPresent(client.address(),
                    (same, all) -> all.remove(client) && all.isEmpty() ? null : all);
            client.closed();
        }
    }

    int size() {
        return open.size();
    }

    /**
     * Handles a head that has begun and is incomplete. Bytes are reserved for a large one. Where they are not free, the connection with the
     * oldest incomplete head is closed.
     */
    void headUnfinished(ClientConnection client, boolean large) {
        if (client.phase() == Phase.IDLE) {
            client.enter(Phase.HEAD, nanoClock.getAsLong());
        }
        Predicate<ClientConnection> unfinished = other -> other != client && other.phase() == Phase.HEAD;
        while (large && !client.reserveHead()) {
            var loser = oldest(unfinished.and(of(client.address()))).or(() -> oldest(unfinished));
            if (loser.isEmpty()) {
                drop(client);
                return;
            }
            drop(loser.get());
        }
    }

    void headComplete(ClientConnection client) {
        client.releaseHead();
        enter(client, Phase.CALL);
    }

    void enter(ClientConnection client, Phase phase) {
        client.enter(phase, nanoClock.getAsLong());
        idle.remove(client);
        if (isIdle(client) && open.containsKey(client.connection())) {
            idle.add(client);
        }
    }

    /**
     * Ends a slow transfer, first one of the same address, so that its bytes can be reserved for another.
     *
     * @return false if there is no slow transfer
     */
    boolean endSlowTransfer(ClientConnection beneficiary) {
        Predicate<ClientConnection> slow = other -> other != beneficiary && slowTransfer(other);
        var loser = oldest(slow.and(of(beneficiary.address()))).or(() -> oldest(slow));
        loser.ifPresent(this::drop);
        return loser.isPresent();
    }

    /** Ends connections whose phase has exceeded its deadline. Call it several times per deadline. */
    void sweep() {
        long now = nanoClock.getAsLong();
        for (var client : List.copyOf(open.values())) {
            if (now - client.since() >= deadline(client.phase()).toNanos()) {
                expire(client);
            }
        }
    }

    private void expire(ClientConnection client) {
        var exchange = client.exchange();
        if (client.phase() == Phase.BODY && exchange != null) {
            exchange.bodyTooLate();
        } else {
            drop(client);
        }
    }

    private Duration deadline(Phase phase) {
        return switch (phase) {
            case IDLE -> limits.idle();
            case HEAD -> limits.head();
            case BODY -> limits.body();
            case REPLY -> limits.reply();
            case LINGER -> LINGER;
            case CALL -> CALL;
        };
    }

    private boolean makeRoom(Collection<ClientConnection> among) {
        long now = nanoClock.getAsLong();
        var closed = idle.stream()
                .filter(client -> among.contains(client) && !fresh(client, now))
                .findFirst()
                .or(() -> idle.stream().filter(among::contains).findFirst())
                .or(() -> oldest(among, this::slowTransfer));
        closed.ifPresent(this::drop);
        return closed.isPresent();
    }

    /** Frees the place at once; the socket is closed later. */
    private void drop(ClientConnection client) {
        remove(client.connection());
        client.close();
    }

    private static boolean isIdle(ClientConnection client) {
        return client.phase() == Phase.IDLE || client.phase() == Phase.HEAD || client.phase() == Phase.LINGER;
    }

    /**
     * Whether it was just accepted and may be about to send its first request, as a health check does. Answered connections are closed
     * before it.
     */
    private static boolean fresh(ClientConnection client, long now) {
        return !client.served() && now - client.since() < SLOW_NANOS;
    }

    private boolean slowTransfer(ClientConnection client) {
        return (client.phase() == Phase.BODY || client.phase() == Phase.REPLY)
                && nanoClock.getAsLong() - client.since() >= SLOW_NANOS;
    }

    private Optional<ClientConnection> oldest(Predicate<ClientConnection> among) {
        return oldest(open.values(), among);
    }

    private static Optional<ClientConnection> oldest(Collection<ClientConnection> all,
            Predicate<ClientConnection> among) {
        return all.stream().filter(among).min(Comparator.comparingLong(ClientConnection::since));
    }

    private static Predicate<ClientConnection> of(String address) {
        return client -> client.address().equals(address);
    }

    private Set<ClientConnection> all() {
        return byAddress.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    private Set<ClientConnection> ofBusiestAddress() {
        return byAddress.values().stream().max(Comparator.comparingInt(Set::size)).orElse(Set.of());
    }
}
