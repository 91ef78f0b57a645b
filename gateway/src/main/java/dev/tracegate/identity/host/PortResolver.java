package dev.tracegate.identity.host;

import dev.tracegate.identity.Lease;
import dev.tracegate.identity.LruMap;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.PendingSenders;
import dev.tracegate.identity.PendingSenders.PendingSender;
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
    /** How long refusals are kept for {@link #explain}. */
    private static final long REMEMBERED_NANOS = Duration.ofMinutes(1).toNanos();
    /** Two polls may be late or fail. A port that was silent for longer is resolved again. */
    private static final long PROOF_NANOS = Duration.ofSeconds(3).toNanos();

    private final PortAnswers source;
    private final Function<Workload, Optional<T>> owners;
    private final PollPacing pace;
    private final LongSupplier nanoClock;
    private final TaskAudit audit = new TaskAudit();
    private final LruMap<Integer, PortLease<T>> leases = new LruMap<>(MOST_PORTS);
    private final LruMap<Integer, PortLease<T>> refusals = new LruMap<>(MOST_REFUSALS);
    private final PendingSenders<T> pendingSenders;
    private final PollSchedule schedule;
    private volatile Set<InetAddress> own;
    private volatile List<PortLease<T>> known = List.of();
    private volatile List<PortLease<T>> refused = List.of();
    private volatile String failure = "";
    private Map<Integer, OwnershipFinding> lastFindings = Map.of();
    private boolean refusalsChanged;

    /**
     * @param own the host's addresses now: until the first poll a sender at one of them would count as a sender of another network and be refused
     * @param owners gives the owner of a task; empty for a task of no tenant
     */
    public PortResolver(PortAnswers source, Set<InetAddress> own, Function<Workload, Optional<T>> owners,
            PollPacing pace, LongSupplier nanoClock, InstantSource clock) {
        this.own = Set.copyOf(own);
        this.source = source;
        this.owners = owners;
        this.pace = pace;
        this.nanoClock = nanoClock;
        this.pendingSenders = new PendingSenders<>(clock);
        this.schedule = new PollSchedule(pace, nanoClock);
    }

    /** Whether the address is the host's own, so that the port identifies the sender. Any thread. */
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
        return pendingSenders.await(sender, Cidr.plain(sender.getAddress()), nowNanos);
    }

    /** Called about every 50 ms: starts a poll if one is due, and refuses senders that have waited too long. */
    public void tick() {
        long now = nanoClock.getAsLong();
        // the hold time is not longer while ECS has not answered: meanwhile an older process of another task may bind the port
        pendingSenders.end(waiting -> pace.isOver(now - waiting.pending().askedNanos(), false)
                ? late(waiting)
                : null);
        publishRefusals(now);
        if (schedule.startIfDue(!pendingSenders.isEmpty(), now)) {
            poll(now);
        }
    }

    private Resolution<T> late(PendingSender<T> waiting) {
        var last = lastFindings.getOrDefault(waiting.sender().getPort(),
                new OwnershipFinding.Unknown(failure.isEmpty() ? "no poll has confirmed its owner" : failure));
        return refuse(waiting.plain(), last, RejectReason.IDENTITY_TIMEOUT);
    }

    /** The ports of senders that wait and of those that have sent recently. */
    private Map<Integer, InetSocketAddress> wanted(long now) {
        var wanted = new HashMap<Integer, InetSocketAddress>();
        leases.values()
                .stream()
                .filter(lease -> now - lease.seenNanos() < PROOF_NANOS)
                .forEach(lease -> wanted.put(lease.port(), lease.sender()));
        pendingSenders.each(waiting -> wanted.putIfAbsent(waiting.sender().getPort(), waiting.plain()));
        return wanted;
    }

    private void poll(long now) {
        var wanted = wanted(now);
        source.poll(wanted.keySet()).onComplete(done -> {
            schedule.ended();
            if (done.succeeded()) {
                failure = "";
                apply(wanted, done.result(), now);
            } else {
                failed(String.valueOf(done.cause().getMessage()));
            }
        });
    }

    private void failed(String why) {
        if (!why.equals(failure)) {
            LOG.warn("Identity source host cannot be polled: {}; tasks in host mode wait and are then refused", why);
        }
        failure = why;
    }

    private void apply(Map<Integer, InetSocketAddress> wanted, PortAnswers.Found found, long pollNanos) {
        long now = nanoClock.getAsLong();
        own = Set.copyOf(found.own());
        lastFindings = found.findings();
        wanted.forEach((port, sender) -> renew(sender, found.findings().get(port), pollNanos, now));
        leases.values().removeIf(lease -> now - lease.provenNanos() >= PROOF_NANOS);
        pendingSenders.end(waiting -> judge(waiting, found.findings().get(waiting.sender().getPort()), pollNanos));
        publishRefusals(now);
        known = List.copyOf(leases.values());
        audit.polled(known, now);
    }

    /** Called when the tenants have changed: every port is resolved again at the next poll. Senders wait until then. */
    public void ownersChanged() {
        leases.clear();
        refusals.clear();
        refusalsChanged = true;
        known = List.of();
    }

    private void publishRefusals(long now) {
        if (refusals.values().removeIf(refusal -> now - refusal.provenNanos() > REMEMBERED_NANOS) || refusalsChanged) {
            refused = List.copyOf(refusals.values());
            refusalsChanged = false;
        }
    }

    private void renew(InetSocketAddress sender, @Nullable OwnershipFinding finding, long pollNanos, long now) {
        var old = leases.get(sender.getPort());
        if (old != null && finding != null && old.answer().isSameOwnerAs(finding)) {
            old.proven(pollNanos);
            return;
        }
        leases.remove(sender.getPort());
        var resolution = finding == null ? null : resolution(finding);
        if (finding != null && resolution != null) {
            leases.put(sender.getPort(), new PortLease<>(sender, finding, resolution, pollNanos, now));
        }
    }

    /** Null for a finding that gives no lease. */
    private @Nullable Resolution<T> resolution(OwnershipFinding finding) {
        return switch (finding) {
            case OwnershipFinding.Known task -> Resolution.of(owners.apply(task.workload()));
            case OwnershipFinding.Ambiguous several -> new Refused<>(RejectReason.AMBIGUOUS_SOURCE);
            case OwnershipFinding.Waiting waiting -> null;
            case OwnershipFinding.Contested contested -> null;
            case OwnershipFinding.Kept kept -> null;
            case OwnershipFinding.Unknown nobody -> null;
        };
    }

    private @Nullable Resolution<T> judge(PendingSender<T> waiting, @Nullable OwnershipFinding finding,
            long pollNanos) {
        var pending = waiting.pending();
        var lease = leases.get(waiting.sender().getPort());
        if (pollNanos - pending.askedNanos() <= 0) {
            return null;
        } else if (finding instanceof OwnershipFinding.Unknown) {
            return refuse(waiting.plain(), finding, RejectReason.UNKNOWN_SOURCE);
        } else if (finding == null || lease == null) {
            return null;
        }
        return finding instanceof OwnershipFinding.Known task && task.isCreatedSince(pending.askedMillis())
                ? new Refused<>(RejectReason.UNKNOWN_SOURCE)
                : lease.resolution();
    }

    private Resolution<T> refuse(InetSocketAddress sender, OwnershipFinding finding, RejectReason reason) {
        var resolution = new Refused<T>(reason);
        long now = nanoClock.getAsLong();
        refusalsChanged = true;
        refusals.put(sender.getPort(), new PortLease<>(sender, finding, resolution, now, now));
        return resolution;
    }

    /** Every port with an owner or in dispute, in no order. Any thread. */
    public List<Sender<T>> senders() {
        return known.stream()
                .map(Lease::view)
                .toList();
    }

    /** How the sender is resolved, see {@link PortExplanation}. Any thread. */
    public List<String> explain(InetSocketAddress source) {
        return new PortExplanation(known, refused, failure).lines(source);
    }
}
