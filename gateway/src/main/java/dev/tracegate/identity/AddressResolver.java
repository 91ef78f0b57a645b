package dev.tracegate.identity;

import dev.tracegate.identity.PendingSenders.PendingSender;
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
    private final PendingSenders<T> pendingSenders;
    private final PollSchedule schedule;
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
        this.pendingSenders = new PendingSenders<>(clock);
        this.schedule = new PollSchedule(pace, nanoClock);
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
        return pendingSenders.await(sender, address, nowNanos);
    }

    /** Whether datagrams from the address wait until its owner is known. */
    public boolean isAwaited(InetAddress address) {
        return pendingSenders.has(address);
    }

    /** Called about every 50 ms: starts a poll if one is due, and refuses senders that have waited too long. */
    public void tick() {
        long now = nanoClock.getAsLong();
        pendingSenders.end(waiting -> pace.isOver(now - waiting.pending().askedNanos(),
                unanswered == null || unanswered.contains(waiting.address()))
                        ? refuse(waiting.address(), RejectReason.IDENTITY_TIMEOUT)
                        : null);
        if (schedule.startIfDue(!pendingSenders.isEmpty(), now)) {
            poll(now);
        }
    }

    private void poll(long now) {
        sources.poll().onComplete(done -> {
            schedule.ended();
            if (done.succeeded()) {
                apply(done.result(), now);
            }
        });
    }

    private void apply(PollResult result, long pollNanos) {
        var next = new HashMap<InetAddress, AddressLease<T>>();
        var unproven = new HashSet<InetAddress>();
        var awaitingEcs = new HashSet<InetAddress>();
        result.findings().forEach((address, finding) -> {
            var owner = finding instanceof OwnershipFinding.Ambiguous ? finding : finding.owner();
            if (owner != null) {
                next.put(address, lease(address, owner));
            }
            if (finding instanceof OwnershipFinding.Waiting || finding instanceof OwnershipFinding.Contested
                    || finding instanceof OwnershipFinding.Kept) {
                unproven.add(address);
            }
            if (finding.isAskingEcs()) {
                awaitingEcs.add(address);
            }
        });
        unanswered = result.current() || unanswered != null ? awaitingEcs : null;
        replace(next);
        pendingSenders.end(waiting -> judge(waiting, result, unproven, pollNanos));
    }

    /**
     * Called when the tenants have changed: looks up the owner of every known task again. Senders of a task with another owner wait for the next
     * poll, like senders of a new task.
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

    private AddressLease<T> lease(InetAddress address, OwnershipFinding finding) {
        var old = leases.get(address);
        return old != null && old.answer().isSameOwnerAs(finding)
                ? old
                : new AddressLease<>(address, finding, resolution(finding), nanoClock.getAsLong());
    }

    private Resolution<T> resolution(OwnershipFinding finding) {
        return finding instanceof OwnershipFinding.Known known
                ? Resolution.of(owners.apply(known.workload()))
                : new Refused<>(RejectReason.AMBIGUOUS_SOURCE);
    }

    private @Nullable Resolution<T> judge(PendingSender<T> waiting, PollResult result,
            Set<InetAddress> unproven, long pollNanos) {
        var pending = waiting.pending();
        boolean early = pollNanos - pending.askedNanos() <= 0 && !waiting.address().isLoopbackAddress();
        // a failed poll reuses the previous result: it neither confirms a new socket nor proves that an address has no owner
        if (early || !result.current() || unproven.contains(waiting.address())) {
            return null;
        }
        var lease = leases.get(waiting.address());
        if (lease == null) {
            return result.whole() ? refuse(waiting.address(), RejectReason.UNKNOWN_SOURCE) : null;
        }
        if (lease.answer() instanceof OwnershipFinding.Known known) {
            if (known.isCreatedSince(pending.askedMillis())) {
                return new Refused<>(RejectReason.UNKNOWN_SOURCE);
            }
            // after a long wait the address may have another owner: only one that is known to be older than the datagram is its sender
            boolean longer = nanoClock.getAsLong() - pending.askedNanos() > pace.hold().toNanos();
            if (longer && known.since() == null && !waiting.address().isLoopbackAddress()) {
                return null;
            }
        }
        sockets.put(SourceKey.of(waiting.sender()), lease);
        return lease.resolution();
    }

    private Resolution<T> refuse(InetAddress address, RejectReason reason) {
        var refused = new Refused<T>(reason);
        refusals.put(SourceKey.of(address), new Refusal<>(refused, nanoClock.getAsLong()));
        return refused;
    }

    /** Every address with an owner or in dispute, in no order. Any thread. */
    public List<Sender<T>> senders() {
        return leases.values()
                .stream()
                .map(Lease::view)
                .toList();
    }

    /** How a sender at that address is resolved, and the finding of each source; lines for an operator. Any thread. */
    public List<String> explain(InetAddress address) {
        var plain = Cidr.plain(address);
        var lease = leases.get(plain);
        var lines = new ArrayList<String>();
        lines.add(lease == null
                ? RejectReason.UNKNOWN_SOURCE.label() + ": no source has confirmed its owner"
                : AuditTrail.describe(lease));
        sources.findingFor(plain).forEach(line -> lines.add("  " + line));
        return lines;
    }
}
