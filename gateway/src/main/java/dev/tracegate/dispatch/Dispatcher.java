package dev.tracegate.dispatch;

import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.InFlightBatch;
import dev.tracegate.flow.LeavingBatch;
import dev.tracegate.flow.Wakeable;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Takes batches from {@link Flow} and handles each until its outcome. Each destination has its own send rate and its own limit of calls. Failed batches
 * are sent again, a refused document is separated from its batch, and batches that do not fit in memory go to the {@link Overflow} and come back.
 * Owned by one loop: every method is called there unless it says otherwise, and sink and overflow complete their futures there.
 */
public final class Dispatcher implements Wakeable {
    /** Delay before a batch that the overflow refused is sent or offered to it again. Without the delay both would repeat in a tight loop. */
    private static final long REFUSED_WAIT_NANOS = Duration.ofSeconds(1).toNanos();

    /** Delay before the scan is repeated after a failure: short enough to recover, and long enough to log every failure. */
    private static final long AFTER_FAILURE_NANOS = Duration.ofSeconds(1).toNanos();

    private final Flow flow;
    private final SegmentSink sink;
    private final LongSupplier nanoClock;
    private final Consumer<DispatchEvent> events;
    private final TenantCircuits circuits;
    private final OverflowController overflow;
    private final SharedCapacity capacity;
    private final RouteTable routes;
    private final RouteSchedule schedule = new RouteSchedule();
    /** Routes with calls in flight that may not start more because of the calls of other routes. */
    private final Set<DestinationRoute> crowdedOut = new LinkedHashSet<>();
    private final BatchOutcomeHandler outcomes;
    private final DrainFinalizer finalizer;
    private final DeadlineTimer wakeTimer;
    private final StallDetector stalls;
    private final DeadlineTimer stallTimer;
    private final WriteThrough writeThrough;
    private final DeadlineTimer writeTimer;

    private final Set<BatchAttempt<InFlightBatch>> inFlight = new HashSet<>();
    private @Nullable Promise<Void> drained;
    private Future<DrainResult> leftOfWrites = Future.succeededFuture(DrainResult.NOTHING);
    private boolean awake;
    private boolean again;
    private boolean closed;

    /** Stores batches for lack of memory only. */
    public Dispatcher(Flow flow, SegmentSink sink, Overflow overflow, RetryPolicy policy, Timers timers,
            LongSupplier nanoClock, Consumer<DispatchEvent> events) {
        this(flow, sink, overflow, false, policy, timers, nanoClock, events);
    }

    /** @param writeThrough whether segments that have not been delivered within about a second are stored too */
    public Dispatcher(Flow flow, SegmentSink sink, Overflow overflow, boolean writeThrough, RetryPolicy policy,
            Timers timers, LongSupplier nanoClock, Consumer<DispatchEvent> events) {
        this.flow = flow;
        this.sink = sink;
        this.nanoClock = nanoClock;
        this.events = events;
        this.circuits = new TenantCircuits(flow, policy::circuit);
        this.overflow = new OverflowController(flow, overflow, this);
        this.capacity = policy.capacity(flow.limit());
        var context = new DispatchContext(flow, circuits, this.overflow, capacity);
        this.routes = new RouteTable(policy, context);
        this.outcomes = new BatchOutcomeHandler(context, policy, events);
        this.finalizer = new DrainFinalizer(overflow);
        this.wakeTimer = new DeadlineTimer(timers, this::wake);
        this.stalls = new StallDetector(events);
        this.stallTimer = new DeadlineTimer(timers, this::wake);
        this.writeThrough = new WriteThrough(writeThrough, flow, this.overflow, nanoClock.getAsLong());
        this.writeTimer = new DeadlineTimer(timers, this::wake);
    }

    /** Scans for batches to send. Called after offers, and whenever a call ends or a timer is due. */
    @Override
    public void wake() {
        if (closed) {
            return;
        }
        again = true;
        if (awake) {
            return; // called from within a scan, which then runs once more
        }
        awake = true;
        try {
            while (again) {
                again = false;
                scan(nanoClock.getAsLong());
            }
        } catch (RuntimeException | Error bug) {
            // schedule the next scan, which must not depend on a further datagram; an event loop survives an Error too
            long now = nanoClock.getAsLong();
            stallTimer.set(now + AFTER_FAILURE_NANOS, now);
            events.accept(new DispatchEvent.ScanFailed(bug));
        } finally {
            awake = false;
        }
        if (drained != null && isIdle()) {
            drained.tryComplete();
        }
    }

    private void scan(long now) {
        circuits.tick(now);
        for (var changed = flow.nextChanged(); changed != null; changed = flow.nextChanged()) {
            schedule(routes.to(changed), now);
        }
        overflow.destinations().forEach(destination -> schedule(routes.to(destination), now));
        while (capacity.hasSlot()) {
            var route = schedule.poll(now);
            if (route == null) {
                break;
            }
            try {
                // another route may have sent the endpoint's only probe in this scan
                var next = route.dueNanos(now, isDraining()) > now ? null : route.next(now, isDraining());
                if (next != null) {
                    send(route, next, now);
                }
            } finally {
                schedule(route, now); // a route that is not scheduled again would never be polled again
            }
        }
        writeThrough.check(inFlight, routes.all(), this::notStored, now);
        writeTimer.set(writeThrough.nextNanos(), now);
        overflow.relieve(this::notStored);
        long refill = isDraining()
                ? Long.MAX_VALUE
                : overflow.refill(tenant -> mayBeSent(tenant, now), tenant -> routeOf(tenant).isIdle(now), now);
        long send = capacity.hasSlot() ? schedule.nextDueNanos() : Long.MAX_VALUE;
        wakeTimer.set(Math.min(Math.min(circuits.nextDueNanos(), refill), send), now);
        checkForStalls(now);
    }

    private void checkForStalls(long now) {
        if (stalls.isDue(now)) {
            stalls.check(routes.all(), flow.waiting(), now);
            if (!again) { // else the next round of this scan schedules what has just come back from disk
                routes.all().forEach(route -> restore(route, now));
            }
        }
        stallTimer.set(stalls.nextNanos(), now);
    }

    /** Schedules a route that should be scheduled but is not. The scan has polled every other route that is due. */
    private void restore(DestinationRoute route, long now) {
        boolean scheduled = schedule.contains(route);
        schedule(route, now);
        if (!scheduled && capacity.hasSlot() && route.dueNanos(now, isDraining()) <= now) {
            again = true;
            events.accept(new DispatchEvent.Restored(route.destination()));
        }
    }

    /** Destinations that accept nothing while segments wait for them. Any thread. */
    public List<StalledDestination> stalled() {
        return stalls.stalled();
    }

    /** Number of destinations that segments were or will be sent to. Any thread. */
    public int destinations() {
        return routes.all().size();
    }

    /** Whether the last calls to at least one endpoint got through. Any thread. */
    public boolean endpointReachable() {
        return routes.anyReachable();
    }

    /** The measured limit of the slowest destination in segments per second; infinite while none is known. Any thread. */
    public double segmentsPerSecond() {
        return routes.segmentsPerSecond();
    }

    /** Whether the last calls showed that the credentials of at least one tenant are accepted. Any thread. */
    public boolean credentialsAccepted() {
        return circuits.anyAccepted();
    }

    /** Tenants for which nothing is sent because their credentials are refused or missing. Any thread. */
    public long refusedTenants() {
        return circuits.refused();
    }

    /**
     * Applies the tenants' current configuration to their queues and to their batches that wait elsewhere. Changed tenants may send immediately, because
     * a refusal of their earlier credentials does not apply to the new ones.
     */
    public void reconfigure(Predicate<TenantId> changed) {
        long now = nanoClock.getAsLong();
        flow.reconfigure();
        circuits.close(changed, now);
        overflow.reconfigure();
        routes.all().forEach(route -> redirect(route, now));
        wake();
    }

    /**
     * Drops the queues and circuits of tenants that are gone, and the routes to destinations that no tenant has, as far as they hold nothing and no
     * call is under way. What was learned of a destination's pace goes with its route.
     */
    public void release(Predicate<TenantId> gone) {
        flow.release(gone);
        circuits.release(tenant -> gone.test(tenant) && !flow.hasQueue(tenant));
        var used = flow.destinations();
        routes.release(route -> !used.contains(route.destination()) && released(route));
    }

    private boolean released(DestinationRoute route) {
        if (route.isAtRest()) {
            schedule.remove(route);
            crowdedOut.remove(route);
            return true;
        }
        return false;
    }

    /** Number of tenants that have sent and were not released. Any thread. */
    public int tenants() {
        return circuits.size();
    }

    /**
     * Moves batches that wait for another attempt to the current destinations of their tenants. They are due there immediately, because the wait was for
     * the old destination.
     */
    private void redirect(DestinationRoute route, long now) {
        for (var attempt : route.removeMoved()) {
            var next = routeOf(attempt.batch().tenant());
            next.postpone(attempt, now);
            schedule(next, now);
        }
        schedule(route, now);
    }

    /** Sends all segments in memory without waiting for full batches. Completes when none is left. Segments offered meanwhile are sent too. */
    public Future<Void> drain() {
        if (drained == null) {
            drained = Promise.promise();
            long now = nanoClock.getAsLong();
            routes.all().forEach(route -> schedule(route, now));
            wake();
        }
        return drained.future();
    }

    /** Stops immediately. Undelivered segments are stored if possible, else shed. Completes with the counts. */
    public Future<DrainResult> close() {
        closed = true;
        wakeTimer.stop();
        stallTimer.stop();
        writeTimer.stop();
        var left = new ArrayList<BatchAttempt<LeavingBatch>>();
        inFlight.forEach(attempt -> left.add(attempt.as(attempt.state().toLeaving())));
        inFlight.clear();
        var waiting = new ArrayList<>(overflow.close());
        routes.all().forEach(route -> waiting.addAll(route.removePostponed()));
        waiting.forEach(attempt -> left.add(attempt.as(attempt.state().toLeaving())));
        for (var batch = flow.pollAny(); batch != null; batch = flow.pollAny()) {
            left.add(BatchAttempt.fresh(batch));
        }
        // writes in progress count towards the overflow's limit of concurrent writes
        return overflow.written()
                .transform(written -> finalizer.of(left))
                .compose(sum -> leftOfWrites.map(sum::plus));
    }

    private boolean isDraining() {
        return drained != null;
    }

    private boolean isIdle() {
        return inFlight.isEmpty() && flow.isEmpty() && !overflow.isWriting()
                && routes.all().stream().noneMatch(DestinationRoute::hasPostponed);
    }

    private boolean mayBeSent(TenantId tenant, long now) {
        return !circuits.isOpen(tenant, now) && routeOf(tenant).endpoint().nextNanos(now) - now <= 0;
    }

    private DestinationRoute routeOf(TenantId tenant) {
        return routes.to(flow.destination(tenant));
    }

    private void schedule(DestinationRoute route, long now) {
        schedule.put(route, route.dueNanos(now, isDraining()), now);
        if (route.isCrowdedOut()) {
            crowdedOut.add(route);
        }
    }

    /** Called when a call has ended, because routes that had no room may have some now. */
    private void scheduleCrowdedOut(long now) {
        var routes = List.copyOf(crowdedOut);
        crowdedOut.clear();
        routes.forEach(route -> schedule(route, now));
    }

    private void send(DestinationRoute route, BatchAttempt<InFlightBatch> attempt, long now) {
        var batch = attempt.batch();
        route.enter(batch, now);
        circuits.enter(batch.tenant(), now);
        attempt.start(now);
        inFlight.add(attempt);
        Future.succeededFuture(batch)
                .compose(sink::send)
                .otherwise(bug -> new Failed(Cause.SERVER, 0, "SinkFailure", bug.toString(), null))
                .onSuccess(outcome -> ended(route, attempt, outcome));
    }

    private void ended(DestinationRoute route, BatchAttempt<InFlightBatch> attempt, SendOutcome outcome) {
        if (!inFlight.remove(attempt)) {
            return; // closed meanwhile: close() has settled its segments
        }
        long now = nanoClock.getAsLong();
        var batch = attempt.batch();
        var took = Duration.ofNanos(now - attempt.startedNanos());
        boolean endpointChanged = route.leave(attempt, outcome, took, now);
        circuits.leave(batch.tenant(), outcome, attempt.startedNanos(), now);
        if (!(outcome instanceof SendOutcome.NotSent)) {
            events.accept(new DispatchEvent.Attempted(batch, outcome, took));
        }
        if (attempt.history().sent() && outcome.called()) {
            attempt.state().countRetry();
        }
        outcomes.settle(route, attempt, outcome, now);
        if (flow.destination(batch.tenant()).equals(route.destination())) {
            schedule(route, now);
        } else { // it was changed during the call
            redirect(route, now);
        }
        scheduleCrowdedOut(now);
        if (endpointChanged) {
            endpointChanged(route.endpoint(), now);
        }
        wake();
        if (!attempt.state().isOver()) {
            throw new IllegalStateException(
                    "a call of tenant " + batch.tenant() + " ended, and some of its " + batch.size()
                            + " segments are still in flight");
        }
    }

    private void endpointChanged(Endpoint endpoint, long now) {
        for (var route : endpoint.routes()) {
            if (!endpoint.reachable()) {
                overflow.putAwayAll(route.destination());
            }
            schedule(route, now);
        }
    }

    /** Handles a batch that the overflow accepted but did not store. */
    private void notStored(LeavingBatch batch) {
        if (closed) {
            var end = finalizer.of(List.of(BatchAttempt.fresh(batch)));
            leftOfWrites = leftOfWrites.compose(sum -> end.map(sum::plus));
            return;
        }
        long now = nanoClock.getAsLong();
        var route = routeOf(batch.tenant());
        route.postpone(BatchAttempt.fresh(batch.toWaiting()), now + REFUSED_WAIT_NANOS);
        schedule(route, now);
    }
}
