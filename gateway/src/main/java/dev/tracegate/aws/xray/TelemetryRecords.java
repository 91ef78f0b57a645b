package dev.tracegate.aws.xray;

import dev.tracegate.aws.metadata.HostIdentity;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the gateway's counts to X-Ray, one record a minute, as the X-Ray daemon does. Records start with the first datagram, carry
 * differences, and are kept for the next minute if they could not be sent. A failure here affects nothing else. Confined to one event loop.
 */
public final class TelemetryRecords {
    private static final Logger LOG = LoggerFactory.getLogger(TelemetryRecords.class);
    // the daemon's values
    private static final Duration EVERY = Duration.ofSeconds(60);
    private static final int QUEUE = 30;
    private static final int PER_CALL = 10;
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final Context context;
    private final Call call;
    private final TelemetryCounts.Source counts;
    private final ConnectionErrors errors;
    private final InstantSource clock;
    private final JsonObject sender;

    private final Deque<JsonObject> queue = new ArrayDeque<>();
    private TelemetryCounts countsBefore = TelemetryCounts.NONE;
    private ConnectionErrors.Totals errorsBefore = ConnectionErrors.Totals.NONE;
    private Future<Void> sending = Future.succeededFuture();
    private long timer = -1;

    /** Sends a PutTelemetryRecords body; fails if X-Ray does not accept it. */
    public interface Call {
        Future<Void> send(JsonObject body, Duration limit);
    }

    public TelemetryRecords(Vertx vertx, Call call, TelemetryCounts.Source counts, ConnectionErrors errors,
            InstantSource clock, HostIdentity host, String resourceArn) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.call = call;
        this.counts = counts;
        this.errors = errors;
        this.clock = clock;
        this.sender = new JsonObject().put("EC2InstanceId", host.instanceId())
                .put("Hostname", host.hostname())
                .put("ResourceARN", resourceArn);
    }

    public void start() {
        context.runOnContext(none -> timer = vertx.setPeriodic(EVERY.toMillis(), id -> minute()));
    }

    /** Sends the remaining records once. Completes when they are sent or given up; never fails. */
    public Future<Void> stop() {
        Promise<Void> stopped = Promise.promise();
        context.runOnContext(none -> {
            vertx.cancelTimer(timer);
            // a call in flight may return its records to the queue: after it they are sent with the rest
            sending.onComplete(before -> minute().onComplete(sent -> stopped.complete()));
        });
        return stopped.future();
    }

    /** Adds a record and sends the queue. On the loop. */
    Future<Void> minute() {
        if (!record()) {
            LOG.debug("Skipped telemetry data as no segments found");
            return Future.succeededFuture();
        }
        if (sending.isComplete()) {
            sending = sendAll();
        }
        return sending;
    }

    private boolean record() {
        var now = counts.snapshot();
        if (now.received() == 0) {
            return false;
        }
        var errorsNow = errors.totals();
        add(TelemetryRecord.json(clock.instant(), countsBefore, now, errorsNow.minus(errorsBefore)));
        countsBefore = now;
        errorsBefore = errorsNow;
        return true;
    }

    private void add(JsonObject record) {
        if (queue.size() == QUEUE) {
            queue.removeFirst();
        }
        queue.addLast(record);
    }

    private Future<Void> sendAll() {
        if (queue.isEmpty()) {
            return Future.succeededFuture();
        }
        var part = new ArrayList<JsonObject>(PER_CALL);
        while (part.size() < PER_CALL && !queue.isEmpty()) {
            part.add(queue.removeFirst());
        }
        return call.send(sender.copy().put("TelemetryRecords", new JsonArray(part)), LIMIT)
                .compose(sent -> sendAll(), error -> keep(part, error));
    }

    private Future<Void> keep(List<JsonObject> part, Throwable error) {
        LOG.debug("telemetry records not sent, kept for the next time: error=\"{}\"", error.getMessage());
        for (var record : part.reversed()) {
            if (queue.size() < QUEUE) {
                queue.addFirst(record);
            }
        }
        return Future.succeededFuture();
    }
}
