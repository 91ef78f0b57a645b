package dev.tracegate.identity.host;

import dev.tracegate.identity.Lease;
import dev.tracegate.identity.LruMap;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.PendingSenders;
import dev.tracegate.identity.PendingSenders.Waiter;
import dev.tracegate.identity.PollPacing;
import dev.tracegate.identity.PollSchedule;
import dev.tracegate.identity.Resolution;
import dev.tracegate.identity.Resolution.Refused;
import dev.tracegate.identity.Sender;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.Cidr;
import dev.tracegate.tenant.Workload;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves the owner of a sender at one of the host's own addresses by its port, with one map look-up for a datagram of a known port. Owned by one
 * loop; {@link #senders} and {@link #explain} may be called from any thread.
 *
 * @param <T> the caller's type for an owner
 */
public final class PortResolver<T> {
    // A port belongs to its owner only after a poll that started after the datagram arrived has found the socket and a process that existed
    // before, and only while later polls find the same socket and process. Two cases remain: the port changes hands, or a second socket is bound
    // to it, between two polls; and the socket is closed between its last datagram and the poll. Therefore these tasks have the lowest trust.

    private static final Logger LOG = LoggerFactory.getLogger(PortResolver.class);
    /** Some 300 bytes each. */
    private static final int MOST_PORTS = 4_096;
    private static final int MOST_REFUSALS = 1_024;
    private static final long REFUSAL_NANOS = Duration.ofSeconds(1).toNanos();
    /** Refusals are remembered for who asks why. */
    private static final long REMEMBERED_NANOS = Duration.ofMinutes(1).toNanos();
    /** Two polls may be late or fail. A port that was silent for longer is resolved anew. */
    private static final long PROOF_NANOS = Duration.ofSeconds(3).toNanos();

    private final PortAnswers answers;
    private final Function<Workload, Optional<T>> owners;
    private final PollPacing pace;
    private final LongSupplier nanoClock;
    private final TaskAudit audit = new TaskAudit();
    private final LruMap<Integer, PortLease<T>> leases = new LruMap<>(MOST_PORTS);
    private final LruMap<Integer, PortLease<T>> refusals = new LruMap<>(MOST_REFUSALS);
    private final PendingSenders<T> waiters;
    private final PollSchedule looks;
    private volatile Set<InetAddress> own;
    private volatile List<PortLease<T>> known = List.of();
    private volatile List<PortLease<T>> refused = List.of();
    private volatile String failure = "";
    private Map<Integer, OwnershipFinding> lastAnswers = Map.of();
    private boolean refusedMore;

    /**
     * @param own the host's addresses now: until the first poll a sender at one of them would count as one of another network, and be refused
     * @param owners gives the owner of a task; empty for a task of no tenant
     */
    public PortResolver(PortAnswers answers, Set<InetAddress> own, Function<Workload, Optional<T>> owners,
            PollPacing pace, LongSupplier nanoClock, InstantSource clock) {
        this.own = Set.copyOf(own);
        this.answers = answers;
        this.owners = owners;
        this.pace = pace;
        this.nanoClock = nanoClock;
        this.waiters = new PendingSenders<>(clock);
        this.looks = new PollSchedule(pace, nanoClock);
    }

    /** Whether the address is the host's own, so that its ports are what tells senders apart. Any thread. */
    public boolean has(InetAddress address) {
        return isOwn(address) || (address instanceof Inet6Address && isOwn(Cidr.plain(address)));
    }

    private boolean isOwn(InetAddress address) {
        return address.isLoopbackAddress() || own.contains(address);
    }

    /**
     * @param sender at an address that this {@link #has}
     * @param nowNanos on the monotonic clock
     */
    public Resolution<T> resolve(InetSocketAddress sender, long nowNanos) {
        var lease = leases.get(sender.getPort());
        if (lease != null && nowNanos - lease.provenNanos() < PROOF_NANOS) {
            lease.seen(nowNanos);
            return lease.resolution();
        }
        var refusal = refusals.get(sender.getPort());
        if (refusal != null && nowNanos - refusal.provenNanos() < REFUSAL_NANOS) {
            return refusal.resolution();
        }
        return waiters.await(sender, Cidr.plain(sender.getAddress()), nowNanos);
    }

    /** Called about every 50 ms: starts a poll if one is due, and refuses senders that have waited too long. */
    public void tick() {
        long now = nanoClock.getAsLong();
        // no longer while ECS has yet to answer: meanwhile an older process of another task may have bound the port
        waiters.end(waiter -> pace.isOver(now - waiter.pending().askedNanos(), false)
                ? late(waiter)
                : null);
        tellRefusals(now);
        if (looks.begins(!waiters.isEmpty(), now)) {
            look(now);
        }
    }

    private Resolution<T> late(Waiter<T> waiter) {
        var last = lastAnswers.getOrDefault(waiter.sender().getPort(),
                new OwnershipFinding.Unknown(failure.isEmpty() ? "no look has found its owner for sure" : failure));
        return refuse(waiter.plain(), last, RejectReason.IDENTITY_TIMEOUT);
    }

    /** Of those that wait and those that have sent of late. */
    private Map<Integer, InetSocketAddress> wanted(long now) {
        var wanted = new HashMap<Integer, InetSocketAddress>();
        leases.values()
                .stream()
                .filter(lease -> now - lease.seenNanos() < PROOF_NANOS)
                .forEach(lease -> wanted.put(lease.port(), lease.sender()));
        waiters.each(waiter -> wanted.putIfAbsent(waiter.sender().getPort(), waiter.plain()));
        return wanted;
    }

    private void look(long now) {
        var wanted = wanted(now);
        answers.look(wanted.keySet()).onComplete(done -> {
            looks.ended();
            if (done.succeeded()) {
                failure = "";
                take(wanted, done.result(), now);
            } else {
                failed(String.valueOf(done.cause().getMessage()));
            }
        });
    }

    private void failed(String why) {
        if (!why.equals(failure)) {
            LOG.warn("Identity source host cannot look: {}; tasks in host mode wait, and are then refused", why);
        }
        failure = why;
    }

    private void take(Map<Integer, InetSocketAddress> wanted, PortAnswers.Found found, long lookNanos) {
        long now = nanoClock.getAsLong();
        own = Set.copyOf(found.own());
        lastAnswers = found.answers();
        wanted.forEach((port, sender) -> renew(sender, found.answers().get(port), lookNanos, now));
        leases.values().removeIf(lease -> now - lease.provenNanos() >= PROOF_NANOS);
        waiters.end(waiter -> judge(waiter, found.answers().get(waiter.sender().getPort()), lookNanos));
        tellRefusals(now);
        known = List.copyOf(leases.values());
        audit.looked(known, now);
    }

    /** Asks for the owner of every port again at the next poll, because the tenants have changed. Senders wait until then. */
    public void ownersChanged() {
        leases.clear();
        refusals.clear();
        refusedMore = true;
        known = List.of();
    }

    private void tellRefusals(long now) {
        if (refusals.values().removeIf(refusal -> now - refusal.provenNanos() > REMEMBERED_NANOS) || refusedMore) {
            refused = List.copyOf(refusals.values());
            refusedMore = false;
        }
    }

    private void renew(InetSocketAddress sender, @Nullable OwnershipFinding answer, long lookNanos, long now) {
        var old = leases.get(sender.getPort());
        if (old != null && answer != null && old.answer().goesOnAs(answer)) {
            old.proven(lookNanos);
            return;
        }
        leases.remove(sender.getPort());
        var resolution = answer == null ? null : resolution(answer);
        if (answer != null && resolution != null) {
            leases.put(sender.getPort(), new PortLease<>(sender, answer, resolution, lookNanos, now));
        }
    }

    /** Null for what is no answer to keep. */
    private @Nullable Resolution<T> resolution(OwnershipFinding answer) {
        return switch (answer) {
            case OwnershipFinding.Known task -> Resolution.of(owners.apply(task.workload()));
            case OwnershipFinding.Ambiguous several -> new Refused<>(RejectReason.AMBIGUOUS_SOURCE);
            case OwnershipFinding.Waiting waiting -> null;
            case OwnershipFinding.Contested contested -> null;
            case OwnershipFinding.Kept kept -> null;
            case OwnershipFinding.Unknown nobody -> null;
        };
    }

    private @Nullable Resolution<T> judge(Waiter<T> waiter, @Nullable OwnershipFinding answer,
            long lookNanos) {
        var pending = waiter.pending();
        var lease = leases.get(waiter.sender().getPort());
        if (lookNanos - pending.askedNanos() <= 0) {
            return null;
        } else if (answer instanceof OwnershipFinding.Unknown) {
            return refuse(waiter.plain(), answer, RejectReason.UNKNOWN_SOURCE);
        } else if (answer == null || lease == null) {
            return null;
        }
        return answer instanceof OwnershipFinding.Known task && task.isMadeSince(pending.askedMillis())
                ? new Refused<>(RejectReason.UNKNOWN_SOURCE)
                : lease.resolution();
    }

    private Resolution<T> refuse(InetSocketAddress sender, OwnershipFinding answer, RejectReason reason) {
        var resolution = new Refused<T>(reason);
        long now = nanoClock.getAsLong();
        refusedMore = true;
        refusals.put(sender.getPort(), new PortLease<>(sender, answer, resolution, now, now));
        return resolution;
    }

    /** Every port that is somebody's now, in no order. Any thread. */
    public List<Sender<T>> senders() {
        return known.stream()
                .map(Lease::view)
                .toList();
    }

    /** What {@link PortExplanation} is made of. Any thread. */
    public List<String> explain(InetSocketAddress source) {
        return new PortExplanation(known, refused, failure).lines(source);
    }
}
