package dev.tracegate.spool;

import dev.tracegate.dispatch.Overflow;
import dev.tracegate.flow.Batch;
import dev.tracegate.flow.Wakeable;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.spool.SpoolState.Closed;
import dev.tracegate.spool.SpoolState.Full;
import dev.tracegate.spool.SpoolState.Working;
import dev.tracegate.spool.Work.Found;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The overflow on disk. Keeps an index of the file in memory; one separate thread reads and writes the file. Owned by the data plane's loop;
 * methods that other threads may call say so.
 *
 * <p>A row is in the file from the time {@link #put} completes with true until it is deleted, which is some time after {@link #done}. A crash between
 * {@code done} and the deletion sends its segments twice.
 */
public final class Spool implements Overflow {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    /** A file up to this size in bytes is not vacuumed. */
    private static final long MIN_VACUUM_BYTES = 8L << 20;

    private final SpoolSettings settings;
    private final SpoolTenants tenants;
    private final InstantSource clock;
    private final Duration pause;
    private final SpoolThread thread;
    private final SpoolStatus status;
    private final SpoolCapacity capacity;
    private final Index index = new Index();
    private final Deletions deletions;
    private final SpoolShedding shedding;
    private final IndexRestore restore;
    private final Erasure erasure;
    /** True once the hand-over to a successor has begun: nothing is read from the file any more. */
    private boolean handedOver;
    private final Merging merging;
    private final Promise<Void> closed = Promise.promise();
    private volatile @Nullable Context context;
    private Wakeable dispatcher = () -> {};

    public Spool(SpoolSettings settings, SpoolTenants tenants, SegmentLedger ledger, InstantSource clock,
            LongSupplier nanoClock,
            SecureRandom random) {
        this(settings, tenants, ledger, clock, nanoClock, random, SpoolSchema.CURRENT, PAUSE);
    }

    /** @param pause time before an unusable file is tried again */
    Spool(SpoolSettings settings, SpoolTenants tenants, SegmentLedger ledger, InstantSource clock,
            LongSupplier nanoClock,
            SecureRandom random, SpoolSchema schema, Duration pause) {
        this.settings = settings;
        this.tenants = tenants;
        this.clock = clock;
        this.pause = pause;
        this.status = new SpoolStatus(settings, clock);
        this.capacity = new SpoolCapacity(settings.maxBytes());
        this.thread = new SpoolThread(SpoolFile.main(settings, schema, random), clock, nanoClock, pause, this::on,
                this::onLoop);
        this.deletions = new Deletions(thread, this::isWorking, this::vacuumWhenEmpty);
        this.shedding = new SpoolShedding(ledger, status, deletions);
        this.restore = new IndexRestore(index, deletions, shedding, status, ledger);
        this.erasure = new Erasure(thread, index, tenants, shedding, deletions, this::updateStatus);
        this.merging = new Merging(thread, index, ledger, shedding, status,
                () -> isWorking() && !handedOver && capacity.hasRoom(index.size()), this::merged);
    }

    /**
     * Starts to open the file and returns immediately. Call once, on the loop.
     *
     * @param dispatcher woken when a batch may be available to take, or when there is room to put one
     */
    public void start(Context loop, Wakeable dispatcher) {
        this.context = loop;
        this.dispatcher = dispatcher;
        loop.owner().setPeriodic(pause.toMillis(), timer -> tick());
        thread.start();
    }

    /** Finishes the queued work, truncates the write-ahead log and closes the file. Any thread. */
    public Future<Void> close() {
        if (context == null) {
            return Future.succeededFuture();
        }
        onLoop(() -> {
            if (!(status.state() instanceof Closed)) {
                status.set(new Closed());
                thread.submit(new Work.Close(closed::complete));
            }
        });
        return closed.future();
    }

    /**
     * Hands the file over to a successor while this process still runs: the successor sends the waiting batches. Batches that this process has
     * taken or has yet to store go to a separate file, which the successor merges later. Completes with false if the hand-over fails; this
     * process then keeps the file until {@link #close}. Any thread.
     */
    public Future<Boolean> handOver() {
        var answer = Promise.<Boolean>promise();
        onLoop(() -> {
            if (handedOver || !isWorking()) {
                answer.complete(false);
                return;
            }
            handedOver = true;
            thread.submit(new Work.HandOver(index.taken(), moved -> {
                handedOver = moved != null;
                if (moved != null) {
                    index.keepOnly(moved); // the other rows are the successor's; the ledger keeps them as spooled
                    updateStatus();
                    status.handedOver();
                }
                answer.complete(moved != null);
            }));
        });
        return answer.future();
    }

    /** Tries to open the file and to merge separate files immediately. Call when another process has released a file or has ended. Any thread. */
    public void retryNow() {
        onLoop(() -> {
            thread.submit(new Work.Open());
            merging.begin();
        });
    }

    /** State and sizes, for any thread. */
    public SpoolStatus status() {
        return status;
    }

    @Override
    public boolean accepts(TenantId tenant) {
        return isWorking() && capacity.hasRoom(index.size()) && tenants.spools(tenant);
    }

    @Override
    public boolean hasMore(Predicate<TenantId> ready) {
        return isOpen() && !handedOver && index.hasWaiting(ready);
    }

    @Override
    public Future<Boolean> put(Batch batch) {
        return store(batch, index::add).map(OptionalLong::isPresent);
    }

    @Override
    public Future<OptionalLong> copy(Batch batch) {
        return store(batch, index::addTaken);
    }

    private Future<OptionalLong> store(Batch batch, Consumer<StoredRow> added) {
        if (!accepts(batch.tenant())) {
            return Future.succeededFuture(OptionalLong.empty());
        }
        var row = new StoredRow(index.newId(), batch.tenant(), clock.millis(), batch.size(), batch.bytes());
        var answer = Promise.<OptionalLong>promise();
        capacity.begin(batch);
        thread.submit(new Work.Put(row, batch, stored -> {
            capacity.end(batch);
            if (stored) {
                added.accept(row);
            } else {
                deletions.add(row.id()); // it may have been written before the failure
            }
            updateStatus();
            answer.complete(stored ? OptionalLong.of(row.id()) : OptionalLong.empty());
        }));
        return answer.future();
    }

    @Override
    public Future<List<Stored>> take(Predicate<TenantId> ready, long bytes) {
        var rows = isOpen() && !handedOver ? index.take(ready, bytes) : List.<StoredRow>of();
        if (rows.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        var answer = Promise.<List<Stored>>promise();
        thread.submit(new Work.Read(rows, found -> {
            if (found == null) {
                rows.forEach(row -> release(row.id()));
            }
            var stored = found == null ? List.<Stored>of() : stored(found);
            updateStatus();
            if (stored.isEmpty() && hasMore(ready)) {
                take(ready, bytes).onComplete(answer);
            } else {
                answer.complete(stored);
            }
        }));
        return answer.future();
    }

    private List<Stored> stored(List<Found> found) {
        var stored = new ArrayList<Stored>(found.size());
        for (var one : found) {
            var batch = one.batch();
            if (batch != null) {
                stored.add(new Stored(one.row().id(), batch));
            } else if (index.ended(one.row().id()) != null) {
                shedding.of(List.of(one.row()), ShedReason.SPOOL_UNREADABLE);
            }
        }
        return stored;
    }

    @Override
    public void done(long id) {
        if (index.ended(id) != null) {
            deletions.add(id);
        }
        updateStatus();
    }

    @Override
    public void release(long id) {
        var lost = index.giveBack(id);
        if (lost != null) {
            shedding.of(List.of(lost), ShedReason.SPOOL_UNREADABLE);
        }
        updateStatus();
    }

    /** Erases a tenant from the file. Completes with true if no data of the tenant is left there. Its segments in memory are not affected. */
    Future<Boolean> erase(TenantId tenant) {
        return isOpen() ? erasure.erase(tenant) : Future.succeededFuture(false);
    }

    private boolean isOpen() {
        return isWorking() || status.state() instanceof Full;
    }

    private boolean isWorking() {
        return status.state() instanceof Working;
    }

    private void vacuumWhenEmpty() {
        if (index.isEmpty() && deletions.isEmpty() && capacity.isIdle() && status.fileBytes() > MIN_VACUUM_BYTES) {
            thread.submit(new Work.Vacuum());
        }
    }

    private void tick() {
        if (status.state() instanceof Full) {
            thread.submit(new Work.Probe());
        }
        expire();
        merging.begin();
    }

    private void expire() {
        if (isOpen() && !handedOver) {
            shedding.of(index.removeOlder(clock.instant().minus(settings.maxAge()).toEpochMilli()),
                    ShedReason.SPOOL_EXPIRED);
            updateStatus();
        }
    }

    private void updateStatus() {
        status.rows(index.size(), index.oldestMillis());
    }

    private void onLoop(Runnable what) {
        var loop = context;
        if (loop != null) {
            loop.runOnContext(turn -> what.run());
        }
    }

    private void on(SpoolEvent event) {
        switch (event) {
            case SpoolEvent.Opened(var rows, var owners) -> opened(rows, owners);
            case SpoolEvent.Unusable(var state) -> status.set(state);
            case SpoolEvent.RoomAgain() -> roomAgain();
            case SpoolEvent.OtherFileFailed(var reason) -> status.otherFailed(reason);
            case SpoolEvent.Sized(var size) -> {
                capacity.sized(size);
                status.fileBytes(size.fileBytes());
            }
        }
    }

    private void opened(List<StoredRow> rows, Set<TenantId> owners) {
        if (status.state() instanceof Closed) {
            return;
        }
        status.set(new Working());
        restore.of(rows);
        erasure.forgetUnknown(owners);
        expire();
        updateStatus();
        dispatcher.wake();
        merging.begin();
    }

    private void roomAgain() {
        if (status.state() instanceof Full) {
            status.set(new Working());
            deletions.retryAll();
            dispatcher.wake();
        }
    }

    /** Rows of these tenants were merged from other files. */
    private void merged(Set<TenantId> owners) {
        erasure.forgetUnknown(owners);
        updateStatus();
        dispatcher.wake();
    }
}
