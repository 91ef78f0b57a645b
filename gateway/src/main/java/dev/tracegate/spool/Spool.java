package dev.tracegate.spool;

import dev.tracegate.dispatch.Overflow;
import dev.tracegate.flow.Batch;
import dev.tracegate.flow.Books;
import dev.tracegate.flow.ShedReason;
import dev.tracegate.spool.SpoolState.Closed;
import dev.tracegate.spool.SpoolState.Degraded;
import dev.tracegate.spool.SpoolState.Full;
import dev.tracegate.spool.SpoolState.Waiting;
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
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The overflow on disk. Knows from memory what is in the file, and has one thread read and write it. Owned by the data plane's loop; only
 * {@link #status} is for any thread.
 *
 * <p>A row is in the file from a true answer to {@link #put} until it is deleted, some time after {@link #done}; a crash between the two
 * sends its segments twice.
 */
public final class Spool implements Overflow {
    private static final Duration PAUSE = Duration.ofSeconds(5);
    /** A file that is smaller is not worth shrinking. */
    private static final long SMALL = 8L << 20;

    private final SpoolSettings settings;
    private final SpoolTenants tenants;
    private final Books books;
    private final InstantSource clock;
    private final Duration pause;
    private final SpoolThread thread;
    private final SpoolStatus status;
    private final Capacity capacity;
    private final Index index = new Index();
    /** Ended, and perhaps in the file still. */
    private final Set<Long> deleting = new HashSet<>();
    private long nextId = 1;
    private final Promise<Void> closed = Promise.promise();
    private volatile @Nullable Context context;
    private Runnable changed = () -> {};

    public Spool(SpoolSettings settings, SpoolTenants tenants, Books books, InstantSource clock, LongSupplier nanoClock,
            SecureRandom random) {
        this(settings, tenants, books, clock, nanoClock, random, Schema.CURRENT, PAUSE);
    }

    /** @param pause before a file that could not be used is tried again */
    Spool(SpoolSettings settings, SpoolTenants tenants, Books books, InstantSource clock, LongSupplier nanoClock,
            SecureRandom random, Schema schema, Duration pause) {
        this.settings = settings;
        this.tenants = tenants;
        this.books = books;
        this.clock = clock;
        this.pause = pause;
        this.status = new SpoolStatus(settings, clock);
        this.capacity = new Capacity(settings.maxBytes());
        this.thread = new SpoolThread(new SpoolFile(settings, schema, random), clock, nanoClock, pause, new Events(),
                this::onLoop);
    }

    /**
     * Begins to open the file, and returns at once. On the loop; once.
     *
     * @param changed run there when there may be something to take, or room to put
     */
    public void start(Context loop, Runnable changed) {
        this.context = loop;
        this.changed = changed;
        loop.owner().setPeriodic(pause.toMillis(), timer -> tick());
        thread.start();
    }

    /** Finishes what was asked, empties the log and gives the file up. From any thread. */
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

    /** How it is, for any thread. */
    public SpoolStatus status() {
        return status;
    }

    @Override
    public boolean accepts(TenantId tenant) {
        return status.state() instanceof Working && capacity.hasRoom(index.size()) && tenants.spools(tenant);
    }

    @Override
    public boolean hasMore(Predicate<TenantId> ready) {
        return isOpen() && index.hasWaiting(ready);
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
        var row = new StoredRow(nextId++, batch.tenant(), clock.millis(), batch.size(), batch.bytes());
        var answer = Promise.<OptionalLong>promise();
        capacity.begin(batch);
        thread.submit(new Work.Put(row, batch, stored -> {
            capacity.end(batch);
            if (stored) {
                added.accept(row);
            } else {
                delete(row.id()); // who knows how far it came
            }
            told();
            answer.complete(stored ? OptionalLong.of(row.id()) : OptionalLong.empty());
        }));
        return answer.future();
    }

    @Override
    public Future<List<Stored>> take(Predicate<TenantId> ready, long bytes) {
        var rows = isOpen() ? index.take(ready, bytes) : List.<StoredRow>of();
        if (rows.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        var answer = Promise.<List<Stored>>promise();
        thread.submit(new Work.Read(rows, found -> {
            var stored = found == null ? giveBack(rows) : stored(found);
            told();
            if (stored.isEmpty() && hasMore(ready)) {
                take(ready, bytes).onComplete(answer);
            } else {
                answer.complete(stored);
            }
        }));
        return answer.future();
    }

    private List<Stored> giveBack(List<StoredRow> rows) {
        rows.forEach(row -> release(row.id()));
        return List.of();
    }

    private List<Stored> stored(List<Found> found) {
        var stored = new ArrayList<Stored>(found.size());
        for (var one : found) {
            var batch = one.batch();
            if (batch != null) {
                stored.add(new Stored(one.row().id(), batch));
            } else if (index.ended(one.row().id()) != null) {
                shed(List.of(one.row()), ShedReason.SPOOL_UNREADABLE);
            }
        }
        return stored;
    }

    @Override
    public void done(long id) {
        if (index.ended(id) != null) {
            delete(id);
        }
        told();
    }

    @Override
    public void release(long id) {
        var lost = index.giveBack(id);
        if (lost != null) {
            shed(List.of(lost), ShedReason.SPOOL_UNREADABLE);
        }
        told();
    }

    /**
     * Forgets a tenant: its rows are shed, and nothing of them is left in the file, nor its key. Completes with whether that is so; where it
     * is not, because the file cannot be written just now, nothing has changed. What it has in memory goes its way.
     */
    public Future<Boolean> erase(TenantId tenant) {
        if (!isOpen()) {
            return Future.succeededFuture(false);
        }
        var answer = Promise.<Boolean>promise();
        thread.submit(new Work.Erase(tenant, erased -> {
            if (erased) {
                shedLost(index.lose(row -> row.tenant().equals(tenant)), ShedReason.TENANT_GONE);
                told();
            }
            answer.complete(erased);
        }));
        return answer.future();
    }

    private boolean isOpen() {
        return status.state() instanceof Working || status.state() instanceof Full;
    }

    /** Rows that were in the file, and are to leave it. */
    private void shed(Collection<StoredRow> rows, ShedReason reason) {
        shedLost(rows, reason);
        rows.forEach(row -> delete(row.id()));
    }

    /** Rows that are no longer in the file. */
    private void shedLost(Collection<StoredRow> rows, ShedReason reason) {
        rows.forEach(row -> books.shedFromSpool(row.tenant(), reason, row.segments()));
        status.shed(rows, reason);
    }

    /** A file that is not open, or on a full disk, is told when it is open again. */
    private void delete(long id) {
        deleting.add(id);
        if (status.state() instanceof Working) {
            askToDelete(id);
        }
    }

    private void askToDelete(long id) {
        thread.submit(new Work.Delete(id, deleted -> {
            if (deleted) {
                deleting.remove(id);
                tidyWhenEmpty();
            }
        }));
    }

    private void tidyWhenEmpty() {
        if (index.isEmpty() && deleting.isEmpty() && capacity.isIdle() && status.fileBytes() > SMALL) {
            thread.submit(new Work.Tidy());
        }
    }

    private void tick() {
        if (status.state() instanceof Full) {
            thread.submit(new Work.Probe());
        }
        expire();
    }

    private void expire() {
        if (isOpen()) {
            shed(index.removeOlder(clock.instant().minus(settings.maxAge()).toEpochMilli()), ShedReason.SPOOL_EXPIRED);
            told();
        }
    }

    private void told() {
        status.rows(index.size(), index.oldestMillis());
    }

    private void onLoop(Runnable what) {
        var loop = context;
        if (loop != null) {
            loop.runOnContext(turn -> what.run());
        }
    }

    /** What the thread says; on the loop. */
    private final class Events implements SpoolEvents {

        @Override
        public void opened(List<StoredRow> rows, Set<TenantId> owners) {
            if (status.state() instanceof Closed) {
                return;
            }
            status.set(new Working());
            var ids = new HashSet<Long>();
            rows.forEach(row -> ids.add(row.id()));
            shedLost(index.keepOnly(ids), ShedReason.SPOOL_UNREADABLE);
            deleting.retainAll(ids);
            var found = rows.stream().filter(row -> !index.has(row) && !deleting.contains(row.id())).toList();
            found.forEach(this::restore);
            status.restored(found.stream().mapToLong(StoredRow::segments).sum(), found.size());
            List.copyOf(deleting).forEach(Spool.this::askToDelete);
            owners.stream().filter(owner -> !tenants.known(owner)).forEach(Spool.this::forget);
            expire();
            told();
            changed.run();
        }

        private void restore(StoredRow row) {
            nextId = Math.max(nextId, row.id() + 1);
            index.add(row);
            books.restored(row.tenant(), row.segments());
        }

        @Override
        public void locked() {
            status.set(new Waiting(clock.instant()));
        }

        @Override
        public void full() {
            status.set(new Full(clock.instant()));
        }

        @Override
        public void roomAgain() {
            if (status.state() instanceof Full) {
                status.set(new Working());
                List.copyOf(deleting).forEach(Spool.this::askToDelete);
                changed.run();
            }
        }

        @Override
        public void failed(String reason) {
            status.set(new Degraded(reason, clock.instant()));
        }

        @Override
        public void sized(SpoolDatabase.Size size) {
            capacity.sized(size);
            status.fileBytes(size.fileBytes());
        }
    }

    /** A tenant that is not configured any more: what waits of it is shed at once, whatever becomes of the file. */
    private void forget(TenantId tenant) {
        var rows = index.removeOf(tenant);
        shedLost(rows, ShedReason.TENANT_GONE);
        rows.forEach(row -> deleting.add(row.id()));
        erase(tenant).onSuccess(erased -> {
            if (erased) {
                rows.forEach(row -> deleting.remove(row.id()));
            }
        });
    }
}
