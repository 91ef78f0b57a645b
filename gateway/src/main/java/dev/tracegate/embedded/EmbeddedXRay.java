package dev.tracegate.embedded;

import static java.util.Objects.requireNonNull;

import dev.tracegate.embedded.api.ApiError;
import dev.tracegate.embedded.api.CallerIdentity;
import dev.tracegate.embedded.api.Input;
import dev.tracegate.embedded.api.Intake;
import dev.tracegate.embedded.api.Operation;
import dev.tracegate.embedded.api.Operations;
import dev.tracegate.embedded.api.Refusal;
import dev.tracegate.embedded.sampling.Sampling;
import dev.tracegate.embedded.store.StoreException;
import dev.tracegate.embedded.store.StoreLimits;
import dev.tracegate.embedded.store.TraceStore;
import dev.tracegate.ingest.tcp.ApiCall;
import dev.tracegate.ingest.tcp.ApiHandler;
import dev.tracegate.ingest.tcp.ApiReply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An X-Ray of one's own: the whole API over a store in one file. What blocks runs on three threads (the store's writer, its reader, and one
 * for what is in memory); answers complete on the caller's event loop.
 */
public final class EmbeddedXRay implements ApiHandler {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedXRay.class);
    /** Calls that may wait for each thread. A body may have 3 MB (50 documents), so a full queue of the largest is some 200 MB. */
    private static final int WAITING = 64;
    private static final Duration SWEEP_EVERY = Duration.ofSeconds(10);
    /** Seconds for the last calls to end before the store is closed under them. */
    private static final long LAST_CALLS = 5;

    private final Vertx vertx;
    private final TraceStore store;
    private final Intake intake;
    private final Operations operations;
    private final Replies replies;
    private final AtomicBoolean diskFull = new AtomicBoolean();
    private final Lane writing = new Lane("embedded-write", WAITING);
    private final Lane reading = new Lane("embedded-read", WAITING);
    private final Lane memory = new Lane("embedded-memory", WAITING);
    private final long sweeps;

    private EmbeddedXRay(Vertx vertx, TraceStore store, InstantSource clock, Supplier<UUID> requestIds,
            Duration sweepEvery) {
        this.vertx = vertx;
        this.store = store;
        this.intake = new Intake(store.writer(), this::written);
        this.operations = new Operations(intake, store.reader(), new Sampling(clock));
        this.replies = new Replies(requestIds);
        this.sweeps = vertx.setPeriodic(sweepEvery.toMillis(), id -> sweep());
    }

    /**
     * Opens the store and starts.
     *
     * @param path the store's file; null for a temporary one that goes with the embedded X-Ray
     * @param requestIds for x-amzn-RequestId
     * @return fails with a {@link dev.tracegate.embedded.store.StoreException} that says what to do, where the file cannot be used
     */
    public static Future<EmbeddedXRay> open(Vertx vertx, @Nullable Path path, StoreLimits limits, InstantSource clock,
            Supplier<UUID> requestIds) {
        return open(vertx, path, limits, clock, requestIds, SWEEP_EVERY);
    }

    static Future<EmbeddedXRay> open(Vertx vertx, @Nullable Path path, StoreLimits limits, InstantSource clock,
            Supplier<UUID> requestIds, Duration sweepEvery) {
        return vertx.executeBlocking(() -> TraceStore.open(path, limits, clock))
                .map(store -> new EmbeddedXRay(vertx, requireNonNull(store), clock, requestIds, sweepEvery));
    }

    @Override
    public Future<ApiReply> answer(ApiCall call) {
        if (!call.method().equals("POST")) {
            return Future.succeededFuture(replies.error(ApiError.wrongMethod(call.method())));
        }
        if (call.path().equals("/") && CallerIdentity.asks(call.body().toString())) {
            return Future.succeededFuture(replies.callerIdentity());
        }
        return operations.at(call.path())
                .map(operation -> run(operation, call))
                .orElseGet(() -> Future.succeededFuture(replies.error(ApiError.unknownOperation(call.path()))));
    }

    private Future<ApiReply> run(Operation operation, ApiCall call) {
        return lane(operation).run(vertx.getOrCreateContext(), () -> reply(operation, call.body()))
                .recover(failure -> Future.succeededFuture(failed(call.path(), failure)));
    }

    private ApiReply reply(Operation operation, Buffer body) {
        try {
            return replies.ok(operation.answer(Input.of(body)));
        } catch (ApiError e) {
            return replies.error(e);
        }
    }

    private ApiReply failed(String path, Throwable failure) {
        if (!(failure instanceof RejectedExecutionException)) {
            report("The embedded X-Ray failed on " + path, failure);
        }
        return replies.error(ApiError.of(failure));
    }

    /** A full disk is one line, until something can be written again; anything else comes with its stack. */
    private void report(String what, Throwable failure) {
        if (!(failure instanceof StoreException store && store.diskFull())) {
            LOG.error("{}", what, failure);
        } else if (diskFull.compareAndSet(false, true)) {
            LOG.error("{}", failure.getMessage());
        }
    }

    private void written() {
        if (diskFull.compareAndSet(true, false)) {
            LOG.info("embedded.store: there is room on the disk again");
        }
    }

    private Lane lane(Operation operation) {
        return switch (operation.uses()) {
            case WRITER -> writing;
            case READER -> reading;
            case MEMORY -> memory;
        };
    }

    /** Takes documents past HTTP. Completes on the caller's event loop; fails where they could not be written. */
    Future<List<Refusal>> take(Supplier<List<String>> documents) {
        return writing.run(vertx.getOrCreateContext(), () -> intake.take(documents.get()))
                .onFailure(failure -> {
                    if (failure instanceof StoreException) {
                        report("Documents could not be stored", failure);
                    }
                });
    }

    UUID requestId() {
        return replies.requestIds().get();
    }

    private void sweep() {
        writing.run(vertx.getOrCreateContext(), () -> store.writer().sweep())
                .onSuccess(gone -> LOG.debug("Deleted {} old traces", gone))
                .onFailure(failure -> report("Old traces could not be deleted", failure));
    }

    /** The store's file, for the operator. */
    public Path path() {
        return store.path();
    }

    /** Ends the calls under way, then closes the store; a temporary one is deleted. */
    public Future<Void> close() {
        vertx.cancelTimer(sweeps);
        return vertx.executeBlocking(() -> {
            for (var lane : List.of(writing, reading, memory)) {
                lane.close();
            }
            for (var lane : List.of(writing, reading, memory)) {
                if (!lane.awaitEnd(LAST_CALLS)) {
                    LOG.warn("A call to the embedded X-Ray was still running after {} s", LAST_CALLS);
                }
            }
            store.close();
            return store;
        }).mapEmpty();
    }
}
