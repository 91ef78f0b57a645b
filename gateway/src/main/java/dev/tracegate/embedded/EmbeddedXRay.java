package dev.tracegate.embedded;

import static java.util.Objects.requireNonNull;

import dev.tracegate.embedded.api.ApiError;
import dev.tracegate.embedded.api.CallerIdentity;
import dev.tracegate.embedded.api.DocumentProcessor;
import dev.tracegate.embedded.api.Operation;
import dev.tracegate.embedded.api.Operations;
import dev.tracegate.embedded.api.SamplingOperations;
import dev.tracegate.embedded.api.UnprocessedDocument;
import dev.tracegate.embedded.store.StoreException;
import dev.tracegate.embedded.store.StoreLimits;
import dev.tracegate.embedded.store.TraceStore;
import dev.tracegate.ingest.tcp.ApiCall;
import dev.tracegate.ingest.tcp.ApiHandler;
import dev.tracegate.ingest.tcp.ApiReply;
import dev.tracegate.sampling.book.RuleBooks;
import dev.tracegate.sampling.quota.LocalQuotaLeases;
import dev.tracegate.sampling.quota.SamplingTargets;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
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
 * The embedded X-Ray: the X-Ray API over a store in one SQLite file. Calls run on three threads: one for the writer of the store, one for its reader,
 * and one for sampling calls, which also writes the rule store. Public methods may be called on any event loop; their futures complete there.
 */
public final class EmbeddedXRay implements ApiHandler {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedXRay.class);
    /** Calls that may wait for each thread. A body has up to 3 MB (50 documents), so a queue full of the largest holds about 200 MB. */
    private static final int QUEUE_CAPACITY = 64;
    private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(10);
    /** {@link #close} waits this long for running calls; then it closes the store although they still use it. */
    private static final long CLOSE_TIMEOUT_SECONDS = 5;

    private final Vertx vertx;
    private final TraceStore store;
    private final DocumentProcessor documents;
    private final Operations operations;
    private final Replies replies;
    private final AtomicBoolean diskFull = new AtomicBoolean();
    private final BoundedWorker writeWorker = new BoundedWorker("embedded-write", QUEUE_CAPACITY);
    private final BoundedWorker readWorker = new BoundedWorker("embedded-read", QUEUE_CAPACITY);
    private final BoundedWorker memoryWorker = new BoundedWorker("embedded-memory", QUEUE_CAPACITY);
    private final long sweepTimer;

    private EmbeddedXRay(Vertx vertx, TraceStore store, RuleBooks rules, int gateways, InstantSource clock,
            Supplier<UUID> requestIds, Duration sweepInterval) {
        this.vertx = vertx;
        this.store = store;
        this.documents = new DocumentProcessor(store.writer(), this::onStored);
        this.operations = new Operations(documents, store.reader(),
                new SamplingOperations(rules, new SamplingTargets(rules, new LocalQuotaLeases(gateways), clock),
                        SamplingOperations.EMBEDDED_ARNS));
        this.replies = new Replies(requestIds);
        this.sweepTimer = vertx.setPeriodic(sweepInterval.toMillis(), id -> sweep());
    }

    /**
     * Opens the store and starts the timer that deletes old traces.
     *
     * @param path the file of the store; null for a temporary file that {@link #close} deletes
     * @param rules the sampling rules that it serves, and that its operations change
     * @param gateways how many gateways divide the reservoirs of the rules
     * @param requestIds values of {@code x-amzn-RequestId}; called from several threads
     * @return fails with a {@link StoreException} if the file cannot be used; its message says what the operator can do
     */
    public static Future<EmbeddedXRay> open(Vertx vertx, @Nullable Path path, StoreLimits limits, RuleBooks rules,
            int gateways, InstantSource clock, Supplier<UUID> requestIds) {
        return open(vertx, path, limits, rules, gateways, clock, requestIds, SWEEP_INTERVAL);
    }

    static Future<EmbeddedXRay> open(Vertx vertx, @Nullable Path path, StoreLimits limits, RuleBooks rules,
            int gateways, InstantSource clock, Supplier<UUID> requestIds, Duration sweepInterval) {
        return vertx.executeBlocking(() -> TraceStore.open(path, limits, clock))
                .map(store -> new EmbeddedXRay(vertx, requireNonNull(store), rules, gateways, clock, requestIds,
                        sweepInterval));
    }

    @Override
    public Future<ApiReply> answer(ApiCall call) {
        if (!call.method().equals("POST")) {
            return Future.succeededFuture(replies.error(ApiError.wrongMethod(call.method())));
        }
        if (call.path().equals("/") && CallerIdentity.isRequest(call.body().toString())) {
            return Future.succeededFuture(replies.callerIdentity());
        }
        return operations.at(call.path())
                .map(operation -> run(operation, call))
                .orElseGet(() -> Future.succeededFuture(replies.error(ApiError.unknownOperation(call.path()))));
    }

    private Future<ApiReply> run(Operation operation, ApiCall call) {
        return worker(operation).run(vertx.getOrCreateContext(), () -> replies.to(operation, call))
                .recover(failure -> Future.succeededFuture(failure(call.path(), failure)));
    }

    private ApiReply failure(String path, Throwable failure) {
        if (!(failure instanceof RejectedExecutionException)) {
            logFailure("The embedded X-Ray failed on " + path, failure);
        }
        return replies.error(ApiError.of(failure));
    }

    /** Logs a full disk once until a write succeeds again, and any other failure with its stack trace. */
    private void logFailure(String what, Throwable failure) {
        if (!(failure instanceof StoreException store && store.diskFull())) {
            LOG.error("{}", what, failure);
        } else if (diskFull.compareAndSet(false, true)) {
            LOG.error("{}", failure.getMessage());
        }
    }

    private void onStored() {
        if (diskFull.compareAndSet(true, false)) {
            LOG.info("embedded.store: the disk has room again, storing continues");
        }
    }

    private BoundedWorker worker(Operation operation) {
        return switch (operation.uses()) {
            case WRITER -> writeWorker;
            case READER -> readWorker;
            case MEMORY -> memoryWorker;
        };
    }

    /**
     * Stores documents without an HTTP call.
     *
     * @param texts called on the writer's thread
     * @return the documents that were rejected; completes on the event loop of the caller. Fails with a {@link StoreException} if the write
     *     failed, with a {@link RejectedExecutionException} if the queue is full
     */
    Future<List<UnprocessedDocument>> store(Supplier<List<String>> texts) {
        return writeWorker.run(vertx.getOrCreateContext(), () -> documents.process(texts.get()))
                .onFailure(failure -> {
                    if (failure instanceof StoreException) {
                        logFailure("Documents could not be stored", failure);
                    }
                });
    }

    UUID requestId() {
        return replies.requestIds().get();
    }

    private void sweep() {
        writeWorker.run(vertx.getOrCreateContext(), () -> store.writer().sweep())
                .onSuccess(deleted -> LOG.debug("Deleted {} old traces", deleted))
                .onFailure(failure -> logFailure("Old traces could not be deleted", failure));
    }

    /** The SQLite file of the store. */
    public Path path() {
        return store.path();
    }

    /** Waits for the running calls, at most 5 s for each thread, then closes the store. Deletes a temporary file. */
    public Future<Void> close() {
        vertx.cancelTimer(sweepTimer);
        return vertx.executeBlocking(() -> {
            var workers = List.of(writeWorker, readWorker, memoryWorker);
            workers.forEach(BoundedWorker::close);
            for (var worker : workers) {
                if (!worker.awaitEnd(CLOSE_TIMEOUT_SECONDS)) {
                    LOG.warn("A call to the embedded X-Ray was still running after {} s", CLOSE_TIMEOUT_SECONDS);
                }
            }
            store.close();
            return store;
        }).mapEmpty();
    }
}
