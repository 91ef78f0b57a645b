package dev.tracegate.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.dispatch.Overflow.Stored;
import dev.tracegate.flow.Batch;
import dev.tracegate.flow.ledger.LedgerSnapshot;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.segment.TraceId;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.ManualClock;
import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A spool on its own event loop, with access to its ledger and rows; a test can reopen it as after a restart. */
final class Rig implements AutoCloseable {
    static final TenantId ORDERS = new TenantId("orders");
    static final TenantId CARTS = new TenantId("carts");
    static final long MIB = 1 << 20;

    final Vertx vertx = Vertx.vertx();
    final Context loop = vertx.getOrCreateContext();
    final ManualClock clock = new ManualClock(Instant.parse("2026-11-25T12:00:00Z"));
    final Set<TenantId> tenants = new HashSet<>(Set.of(ORDERS, CARTS));
    final Set<TenantId> withoutSpool = new HashSet<>();
    Path folder;
    Path keyFile;
    long maxBytes = 64 * MIB;
    Duration maxAge = Duration.ofHours(24);
    SpoolSchema schema = SpoolSchema.CURRENT;
    SegmentLedger books = new SegmentLedger();
    Spool spool;

    Rig(Path folder) {
        this.folder = folder;
    }

    /** Starts a spool with a new ledger and the same folder, as after a restart. */
    Rig begin() {
        books = new SegmentLedger();
        var owners = new SpoolTenants() {
            @Override
            public boolean known(TenantId tenant) {
                return tenants.contains(tenant);
            }

            @Override
            public boolean spools(TenantId tenant) {
                return known(tenant) && !withoutSpool.contains(tenant);
            }
        };
        spool = new Spool(new SpoolSettings(folder, maxBytes, maxAge, keyFile), owners, books, clock, System::nanoTime,
                new SecureRandom(), schema, Duration.ofMillis(20));
        onLoop(() -> {
            spool.start(loop, () -> {});
            return Future.succeededFuture();
        });
        return this;
    }

    Rig open() {
        begin();
        awaitState(SpoolState.Working.class);
        settle();
        return this;
    }

    void end() {
        OnLoop.await(spool.close());
    }

    Rig reopen() {
        end();
        return open();
    }

    /** Waits until the spool works again after a damaged file. */
    void reopenAfterTrouble() {
        await(() -> {
            settle();
            return spool.status().state() instanceof SpoolState.Working;
        });
    }

    <T> T onLoop(Supplier<Future<T>> task) {
        var answer = io.vertx.core.Promise.<T>promise();
        loop.runOnContext(event -> task.get().onComplete(answer));
        return OnLoop.await(answer.future());
    }

    void run(Runnable task) {
        onLoop(() -> {
            task.run();
            return Future.succeededFuture();
        });
    }

    /** Waits for all earlier operations: the spool has one thread, which runs them in order. */
    void settle() {
        onLoop(() -> spool.erase(new TenantId("nobody")));
    }

    boolean put(Batch batch) {
        return onLoop(() -> spool.put(batch).map(stored -> {
            // counts the segments like flow does for received ones
            if (stored) {
                books.restored(batch.tenant(), batch.size());
            }
            return stored;
        }));
    }

    List<Stored> take(long bytes) {
        return onLoop(() -> spool.take(any -> true, bytes));
    }

    List<Stored> takeAll() {
        var all = new ArrayList<Stored>();
        for (var some = take(Long.MAX_VALUE); !some.isEmpty(); some = take(Long.MAX_VALUE)) {
            all.addAll(some);
        }
        return all;
    }

    List<String> texts() {
        return takeAll().stream().map(stored -> text(stored.batch())).toList();
    }

    boolean accepts(TenantId tenant) {
        return onLoop(() -> Future.succeededFuture(spool.accepts(tenant)));
    }

    LedgerSnapshot balance(TenantId tenant) {
        return onLoop(() -> Future.succeededFuture(books.read(tenant)));
    }

    void awaitState(Class<? extends SpoolState> state) {
        await(() -> state.isInstance(spool.status().state()));
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("nanoTime before the timeout of 20 s").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    /** A batch of one segment with the given text. */
    static Batch batch(TenantId tenant, String text) {
        return Batch.of(tenant, List.of(segment(text)));
    }

    static Batch batch(TenantId tenant, int segments, int bytes) {
        var all = new ArrayList<Segment>();
        for (int i = 0; i < segments; i++) {
            all.add(segment("x".repeat(bytes)));
        }
        return Batch.of(tenant, all);
    }

    static Segment segment(String text) {
        return new Segment(new Envelope(new TraceId(1, 2), 3, 4, 5.5, Double.NaN, true, false, true, false, true),
                text.getBytes(StandardCharsets.UTF_8), new InetSocketAddress("127.0.0.1", 4711), 6);
    }

    static String text(Batch batch) {
        return new String(batch.segments().getFirst().escaped(), StandardCharsets.UTF_8);
    }

    /** Copies the files as after kill -9, by another process, because closing a file here would release the locks of this process. */
    static void copy(Path from, Path to) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("cp", "-r", from.toString(), to.toString()).start().waitFor()).isZero();
    }

    @Override
    public void close() {
        end();
        OnLoop.await(vertx.close());
    }
}
