package dev.tracegate.identity;

import dev.tracegate.identity.PendingSenders.Waiter;
import dev.tracegate.identity.Resolution.Refused;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.segment.SourceKey;
import dev.tracegate.tenant.Cidr;
import dev.tracegate.tenant.Workload;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the owner of a sender by its address, with one map look-up for a datagram of a known socket. Owned by one loop; {@link #senders} and
 * {@link #explain} may be called from any thread.
 *
 * @param <T> the caller's type for an owner
 */
public final class AddressResolver<T> {
    // An address can get a new owner at any time, and a poll describes one moment. Therefore a socket is accepted as its owner's only after a poll
    // that started after the socket's first datagram has found the same owner as an earlier poll. A new owner has a new socket, and waits for
    // such a poll. One case remains: an address changes its owner between two polls, and the new owner binds the source port of the old one, by
    // chance one of 28,000.
    // A task that opens a socket for each segment could fill the waiting list, so each address has a bound, beyond which its sockets are refused.
    // The previous poll must not be used for them: a new owner would count as the old one for a second.

    /** Some 200 bytes each. */
    private static final int MOST_SOCKETS = 16_384;
    private static final int MOST_REFUSALS = 4_096;
    private static final long REFUSAL_NANOS = 1_000_000_000;

    private final CompositeIdentitySource sources;
    private final Function<Workload, Optional<T>> owners;
    private final PollPacing pace;
    private final LongSupplier nanoClock;
    private final AuditTrail audit = new AuditTrail();
    private final LruMap<SourceKey, AddressLease<T>> sockets = new LruMap<>(MOST_SOCKETS);
    private final LruMap<SourceKey, Refusal<T>> refusals = new LruMap<>(MOST_REFUSALS);
    private final PendingSenders<T> waiters;
    private final PollSchedule looks;
    private volatile Map<InetAddress, AddressLease<T>> leases = Map.of();
    /** Addresses of tasks that ECS has not answered about; null before the first poll, when that can be any address. */
    private @Nullable Set<InetAddress> unanswered;

    private record Refusal<T>(Resolution<T> resolution, long atNanos) {}

    /** @param owners gives the owner of a task; empty for a task of no tenant */
    public AddressResolver(CompositeIdentitySource sources, Function<Workload, Optional<T>> owners, PollPacing pace,
            LongSupplier nanoClock,
            InstantSource clock) {
        this.sources = sources;
        this.owners = owners;
        this.pace = pace;
        this.nanoClock = nanoClock;
        this.waiters = new PendingSenders<>(clock);
        this.looks = new PollSchedule(pace, nanoClock);
    }

    /** @param nowNanos on the monotonic clock */
    public Resolution<T> resolve(InetSocketAddress sender, long nowNanos) {
        var lease = sockets.get(SourceKey.of(sender));
        if (lease == null || lease.hasEnded()) {
            return unproven(sender, Cidr.plain(sender.getAddress()), nowNanos);
        }
        lease.seen(nowNanos);
        return lease.resolution();
    }

    private Resolution<T> unproven(InetSocketAddress sender, InetAddress address, long nowNanos) {
        var lease = leases.get(address);
        if (lease != null) {
            lease.seen(nowNanos);
            // a loopback address cannot change its owner, and a sender that is refused anyway need not wait
            if (address.isLoopbackAddress() || lease.resolution() instanceof Refused<T>) {
                return lease.resolution();
            }
        } else if (refusals.get(SourceKey.of(address)) instanceof Refusal<T>(var refused, var at)
                && nowNanos - at < REFUSAL_NANOS) {
            return refused;
        }
        return waiters.await(sender, address, nowNanos);
    }

    /** Whether datagrams from the address wait until its owner is known. */
    public boolean isAwaited(InetAddress address) {
        return waiters.has(address);
    }

    /** Called about every 50 ms: starts a poll if one is due, and refuses senders that have waited too long. */
    public void tick() {
        long now = nanoClock.getAsLong();
        waiters.end(waiter -> pace.isOver(now - waiter.pending().askedNanos(),
                unanswered == null || unanswered.contains(waiter.address()))
                        ? refuse(waiter.address(), RejectReason.IDENTITY_TIMEOUT)
                        : null);
        if (looks.begins(!waiters.isEmpty(), now)) {
            look(now);
        }
    }

    private void look(long now) {
        sources.look().onComplete(done -> {
            looks.ended();
            if (done.succeeded()) {
                take(done.result(), now);
            }
        });
    }

    private void take(PollResult look, long lookNanos) {
        var next = new HashMap<InetAddress, AddressLease<T>>();
        var unproven = new HashSet<InetAddress>();
        var asking = new HashSet<InetAddress>();
        look.answers().forEach((address, answer) -> {
            var owner = answer instanceof OwnershipFinding.Ambiguous ? answer : answer.owner();
            if (owner != null) {
                next.put(address, lease(address, owner));
            }
            if (answer instanceof OwnershipFinding.Waiting || answer instanceof OwnershipFinding.Contested
                    || answer instanceof OwnershipFinding.Kept) {
                unproven.add(address);
            }
            if (answer.isAskingEcs()) {
                asking.add(address);
            }
        });
        unanswered = look.current() || unanswered != null ? asking : null;
        replace(next);
        waiters.end(waiter -> judge(waiter, look, unproven, lookNanos));
    }

    /**
     * Asks for the owner of every known task again, because the tenants have changed. Senders of a task that has another owner now wait for the
     * next poll, as senders of a new task do.
     */
    public void ownersChanged() {
        var next = new HashMap<InetAddress, AddressLease<T>>();
        leases.forEach((address, lease) -> {
            var now = resolution(lease.answer());
            next.put(address, now.equals(lease.resolution())
                    ? lease
                    : new AddressLease<>(address, lease.answer(), now, nanoClock.getAsLong()));
        });
        refusals.clear();
        replace(next);
    }

    private void replace(Map<InetAddress, AddressLease<T>> next) {
        var before = leases;
        before.values().stream().filter(old -> next.get(old.address()) != old).forEach(old -> {
            old.end();
            audit.ended(old);
        });
        next.values().stream().filter(lease -> before.get(lease.address()) != lease).forEach(audit::begun);
        leases = next;
    }

    private AddressLease<T> lease(InetAddress address, OwnershipFinding answer) {
        var old = leases.get(address);
        return old != null && old.answer().goesOnAs(answer)
                ? old
                : new AddressLease<>(address, answer, resolution(answer), nanoClock.getAsLong());
    }

    private Resolution<T> resolution(OwnershipFinding answer) {
        return answer instanceof OwnershipFinding.Known known
                ? Resolution.of(owners.apply(known.workload()))
                : new Refused<>(RejectReason.AMBIGUOUS_SOURCE);
    }

    private @Nullable Resolution<T> judge(Waiter<T> waiter, PollResult look,
            Set<InetAddress> unproven, long lookNanos) {
        var pending = waiter.pending();
        boolean early = lookNanos - pending.askedNanos() <= 0 && !waiter.address().isLoopbackAddress();
        // a failed poll reuses the previous result: it neither confirms a new socket nor proves that an address has no owner
        if (early || !look.current() || unproven.contains(waiter.address())) {
            return null;
        }
        var lease = leases.get(waiter.address());
        if (lease == null) {
            return look.whole() ? refuse(waiter.address(), RejectReason.UNKNOWN_SOURCE) : null;
        }
        if (lease.answer() instanceof OwnershipFinding.Known known) {
            if (known.isMadeSince(pending.askedMillis())) {
                return new Refused<>(RejectReason.UNKNOWN_SOURCE);
            }
            // after a long wait the address may have changed hands: only an owner that is known to be older than the datagram is its sender
            boolean longer = nanoClock.getAsLong() - pending.askedNanos() > pace.hold().toNanos();
            if (longer && known.since() == null && !waiter.address().isLoopbackAddress()) {
                return null;
            }
        }
        sockets.put(SourceKey.of(waiter.sender()), lease);
        return lease.resolution();
    }

    private Resolution<T> refuse(InetAddress address, RejectReason reason) {
        var refused = new Refused<T>(reason);
        refusals.put(SourceKey.of(address), new Refusal<>(refused, nanoClock.getAsLong()));
        return refused;
    }

    /** Every address that is somebody's now, in no order. Any thread. */
    public List<Sender<T>> senders() {
        return leases.values()
                .stream()
                .map(Lease::view)
                .toList();
    }

    /** How a sender at that address is resolved, and what each source says of it; lines for a person. Any thread. */
    public List<String> explain(InetAddress address) {
        var plain = Cidr.plain(address);
        var lease = leases.get(plain);
        var lines = new ArrayList<String>();
        lines.add(lease == null
                ? RejectReason.UNKNOWN_SOURCE.label() + ": no source knows its owner for sure"
                : AuditTrail.describe(lease));
        sources.findingFor(plain).forEach(line -> lines.add("  " + line));
        return lines;
    }
}
