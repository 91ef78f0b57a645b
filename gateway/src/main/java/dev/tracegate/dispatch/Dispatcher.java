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
import org.jspecify.annotations.Nullable;

/**
 * Takes batches from flow and sees each to its end, each destination at its own pace: so many calls under way, failed ones again later, refused
 * documents singled out, what memory cannot hold to the overflow and back. Owned by one loop: every method is called there unless it says
 * otherwise, and sink and overflow answer there.
 */
public final class Dispatcher implements Wakeable {
    /** A batch that the overflow refused may come to be spilled again, if its tenant cannot send: not at once, and over and over. */
    private static final long REFUSED_WAIT_NANOS = Duration.ofSeconds(1).toNanos();

    private final Flow flow;
    private final SegmentSink sink;
    private final LongSupplier nanoClock;
    private final Consumer<DispatchEvent> events;
    private final TenantCircuits gates;
    private final OverflowController spilling;
    private final SharedCapacity capacity;
    private final RouteTable routes;
    private final RouteSchedule agenda = new RouteSchedule();
    /** Routes with calls under way, to which the others leave no room for more. */
    private final Set<DestinationRoute> crowdedOut = new LinkedHashSet<>();
    private final BatchOutcomeHandler settlement;
    private final DrainFinalizer ending;
    private final DeadlineTimer alarm;
    private final StallDetector watch;
    private final DeadlineTimer watchAlarm;
    private final WriteThrough writeThrough;
    private final DeadlineTimer writeAlarm;

    private final Set<BatchAttempt<InFlightBatch>> inFlight = new HashSet<>();
    private @Nullable Promise<Void> drained;
    private Future<DrainResult> leftOfWrites = Future.succeededFuture(DrainResult.NOTHING);
    private boolean awake;
    private boolean again;
    private boolean closed;

    /** What is stored is stored for lack of memory. */
    public Dispatcher(Flow flow, SegmentSink sink, Overflow overflow, RetryPolicy policy, Timers timers,
            LongSupplier nanoClock, Consumer<DispatchEvent> events) {
        this(flow, sink, overflow, false, policy, timers, nanoClock, events);
    }

    /** @param writeThrough whether what has not been delivered within about a second is stored too */
    public Dispatcher(Flow flow, SegmentSink sink, Overflow overflow, boolean writeThrough, RetryPolicy policy,
            Timers timers, LongSupplier nanoClock, Consumer<DispatchEvent> events) {
        this.flow = flow;
        this.sink = sink;
        this.nanoClock = nanoClock;
        this.events = events;
        this.gates = new TenantCircuits(flow, policy::gate);
        this.spilling = new OverflowController(flow, overflow, this);
        this.capacity = policy.capacity(flow.limit());
        var shared = new DispatchContext(flow, gates, spilling, capacity);
        this.routes = new RouteTable(policy, shared);
        this.settlement = new BatchOutcomeHandler(shared, policy, events);
        this.ending = new DrainFinalizer(overflow);
        this.alarm = new DeadlineTimer(timers, this::wake);
        this.watch = new StallDetector(events);
        this.watchAlarm = new DeadlineTimer(timers, this::wake);
        this.writeThrough = new WriteThrough(writeThrough, flow, spilling, nanoClock.getAsLong());
        this.writeAlarm = new DeadlineTimer(timers, this::wake);
    }

    /** Looks for something to send: after offers, and whenever a call ends or a time comes. */
    @Override
    public void wake() {
        if (closed) {
            return;
        }
        again = true;
        if (awake) {
            return; // called by what a look has brought about: the look that is under way goes round once more
        }
        awake = true;
        try {
            while (again) {
                again = false;
                look(nanoClock.getAsLong());
            }
        } finally {
            awake = false;
        }
        if (drained != null && isIdle()) {
            drained.tryComplete();
        }
    }

    private void look(long now) {
        gates.tick(now);
        for (var changed = flow.nextChanged(); changed != null; changed = flow.nextChanged()) {
            schedule(routes.to(changed), now);
        }
        spilling.destinations().forEach(destination -> schedule(routes.to(destination), now));
        while (capacity.hasSlot()) {
            var route = agenda.poll(now);
            if (route == null) {
                break;
            }
            // a route before it in this look may have sent the endpoint's only probe
            var next = route.dueNanos(now, isDraining()) > now ? null : route.next(now, isDraining());
            if (next != null) {
                send(route, next, now);
            }
            schedule(route, now);
        }
        writeThrough.look(inFlight, routes.all(), this::notStored, now);
        writeAlarm.set(writeThrough.nextNanos(), now);
        spilling.relieve(this::notStored);
        long refill = isDraining()
                ? Long.MAX_VALUE
                : spilling.refill(tenant -> mayBeSent(tenant, now), tenant -> routeOf(tenant).isIdle(now), now);
        long send = capacity.hasSlot() ? agenda.nextDueNanos() : Long.MAX_VALUE;
        alarm.set(Math.min(Math.min(gates.nextDueNanos(), refill), send), now);
        watch(now);
    }

    private void watch(long now) {
        if (watch.isDue(now)) {
            watch.look(routes.all(), flow.waiting(), now);
        }
        watchAlarm.set(watch.nextNanos(), now);
    }

    /** Destinations that take nothing while segments wait for them. From any thread. */
    public List<StalledDestination> stalled() {
        return watch.stalled();
    }

    /** Destinations that something was sent to, or is to be. From any thread. */
    public int destinations() {
        return routes.all().size();
    }

    /** Whether calls to any endpoint get through, as the last ones showed. From any thread. */
    public boolean endpointReachable() {
        return routes.anyReachable();
    }

    /** Segments a second that X-Ray takes, as far as it has been learnt: of the slowest destination; infinite while no ceiling is known. From any thread. */
    public double segmentsPerSecond() {
        return routes.segmentsPerSecond();
    }

    /** Whether any tenant's credentials are accepted, as the last calls showed. From any thread. */
    public boolean credentialsAccepted() {
        return gates.anyAccepted();
    }

    /** Tenants that nothing is sent for, because their credentials are refused or missing. From any thread. */
    public long refusedTenants() {
        return gates.refused();
    }

    /** Sends all that is in memory without waiting for full batches; completes when nothing is. What comes in meanwhile is sent as well. */
    public Future<Void> drain() {
        if (drained == null) {
            drained = Promise.promise();
            long now = nanoClock.getAsLong();
            routes.all().forEach(route -> schedule(route, now));
            wake();
        }
        return drained.future();
    }

    /** Ends all work at once: what has not arrived is stored where that is possible, else shed; completes with how many segments each. */
    public Future<DrainResult> close() {
        closed = true;
        alarm.stop();
        watchAlarm.stop();
        writeAlarm.stop();
        var left = new ArrayList<BatchAttempt<LeavingBatch>>();
        inFlight.forEach(attempt -> left.add(attempt.as(attempt.state().toLeaving())));
        inFlight.clear();
        var waiting = new ArrayList<>(spilling.close());
        routes.all().forEach(route -> waiting.addAll(route.removePostponed()));
        waiting.forEach(attempt -> left.add(attempt.as(attempt.state().toLeaving())));
        for (var batch = flow.pollAny(); batch != null; batch = flow.pollAny()) {
            left.add(BatchAttempt.fresh(batch));
        }
        // what is being written takes up what the overflow takes at once
        return spilling.written()
                .transform(written -> ending.of(left))
                .compose(sum -> leftOfWrites.map(sum::plus));
    }

    private boolean isDraining() {
        return drained != null;
    }

    private boolean isIdle() {
        return inFlight.isEmpty() && flow.isEmpty() && !spilling.isWriting()
                && routes.all().stream().noneMatch(DestinationRoute::hasPostponed);
    }

    private boolean mayBeSent(TenantId tenant, long now) {
        return !gates.shut(tenant, now) && routeOf(tenant).endpoint().nextNanos(now) - now <= 0;
    }

    private DestinationRoute routeOf(TenantId tenant) {
        return routes.to(flow.destination(tenant));
    }

    private void schedule(DestinationRoute route, long now) {
        agenda.put(route, route.dueNanos(now, isDraining()), now);
        if (route.isCrowdedOut()) {
            crowdedOut.add(route);
        }
    }

    /** A call has ended: there may be room for those that had none. */
    private void scheduleCrowdedOut(long now) {
        var routes = List.copyOf(crowdedOut);
        crowdedOut.clear();
        routes.forEach(route -> schedule(route, now));
    }

    private void send(DestinationRoute route, BatchAttempt<InFlightBatch> attempt, long now) {
        var batch = attempt.batch();
        route.enter(batch, now);
        gates.enter(batch.tenant(), now);
        attempt.start(now);
        inFlight.add(attempt);
        Future.succeededFuture(batch)
                .compose(sink::send)
                .otherwise(bug -> new Failed(Cause.SERVER, 0, "SinkFailure", bug.toString(), null))
                .onSuccess(outcome -> ended(route, attempt, outcome));
    }

    private void ended(DestinationRoute route, BatchAttempt<InFlightBatch> attempt, SendOutcome outcome) {
        if (!inFlight.remove(attempt)) {
            return; // closed meanwhile: its segments have been booked
        }
        long now = nanoClock.getAsLong();
        var batch = attempt.batch();
        var took = Duration.ofNanos(now - attempt.startedNanos());
        boolean endpointChanged = route.leave(attempt, outcome, took, now);
        gates.leave(batch.tenant(), outcome, now);
        if (!(outcome instanceof SendOutcome.NotSent)) {
            events.accept(new DispatchEvent.Attempted(batch, outcome, took));
        }
        if (attempt.history().sent() && outcome.called()) {
            attempt.state().countRetry();
        }
        settlement.settle(route, attempt, outcome, now);
        schedule(route, now);
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
                spilling.putAwayAll(route.destination());
            }
            schedule(route, now);
        }
    }

    /** The overflow did not take the batch after all. */
    private void notStored(LeavingBatch batch) {
        if (closed) {
            var end = ending.of(List.of(BatchAttempt.fresh(batch)));
            leftOfWrites = leftOfWrites.compose(sum -> end.map(sum::plus));
            return;
        }
        long now = nanoClock.getAsLong();
        var route = routeOf(batch.tenant());
        route.postpone(BatchAttempt.fresh(batch.toWaiting()), now + REFUSED_WAIT_NANOS);
        schedule(route, now);
    }
}
