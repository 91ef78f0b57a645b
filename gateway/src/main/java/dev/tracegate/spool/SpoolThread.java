package dev.tracegate.spool;

import dev.tracegate.spool.SpoolFailure.Kind;
import dev.tracegate.spool.Work.Close;
import dev.tracegate.spool.Work.Delete;
import dev.tracegate.spool.Work.Erase;
import dev.tracegate.spool.Work.FindOther;
import dev.tracegate.spool.Work.Found;
import dev.tracegate.spool.Work.Grouped;
import dev.tracegate.spool.Work.HandOver;
import dev.tracegate.spool.Work.Merge;
import dev.tracegate.spool.Work.Open;
import dev.tracegate.spool.Work.Probe;
import dev.tracegate.spool.Work.Put;
import dev.tracegate.spool.Work.Read;
import dev.tracegate.spool.Work.Vacuum;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The only thread that accesses the files. Commits queued work in one transaction. If the file cannot be used, refuses work and tries the file
 * again after a pause. Ends only by {@link Close}.
 */
final class SpoolThread {
    /** Maximum operations per transaction, in addition to the bound in bytes. */
    private static final int GROUP = 256;
    /** Bytes of documents after which a transaction ends. */
    private static final long GROUP_BYTES = 2L << 20;

    /** The main file; after the hand-over, this process's separate file. */
    private SpoolFile file;
    private final OtherFiles others;
    private boolean handedOver;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final Duration pause;
    private final Consumer<SpoolEvent> events;
    private final Consumer<Runnable> loop;
    private final BlockingQueue<Work> queue = new LinkedBlockingQueue<>(); // bounded by Spool, in bytes and rows
    private @Nullable SpoolDatabase database;

    /**
     * @param pause time before the file is tried again
     * @param events handles events on the loop
     * @param loop runs a task on the loop
     */
    SpoolThread(SpoolFile file, InstantSource clock, LongSupplier nanoClock, Duration pause,
            Consumer<SpoolEvent> events,
            Consumer<Runnable> loop) {
        this.file = file;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.pause = pause;
        this.events = events;
        this.loop = loop;
        this.others = new OtherFiles(reason -> publish(new SpoolEvent.OtherFileFailed(reason)));
    }

    void start() {
        var thread = new Thread(this::run, "spool");
        thread.setDaemon(true);
        thread.start();
    }

    /** Queues work. Called on the loop. */
    void submit(Work work) {
        queue.add(work);
    }

    private void run() {
        try {
            boolean running = true;
            long tried = nanoClock.getAsLong() - pause.toNanos();
            while (running) {
                long wait = tried + pause.toNanos() - nanoClock.getAsLong();
                if (database == null && wait <= 0) {
                    tried = nanoClock.getAsLong();
                    open();
                }
                var work = database == null ? queue.poll(Math.max(wait, 1), TimeUnit.NANOSECONDS) : queue.take();
                running = work == null || perform(work);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // not expected; the file is left as after kill -9
        }
    }

    private void open() {
        try {
            var open = file.open();
            database = open;
            var rows = open.rows();
            var tenants = open.tenants();
            var size = open.size();
            publish(new SpoolEvent.Sized(size));
            publish(new SpoolEvent.Opened(rows, tenants));
        } catch (SQLException | RuntimeException e) {
            failed(SpoolFailure.of(e));
        } catch (SpoolFailure e) {
            failed(e);
        }
    }

    /** @return false if the thread must end */
    private boolean perform(Work work) {
        switch (work) {
            case Grouped first -> perform(group(first));
            case Erase erase -> runUngrouped(open -> open.erase(erase.tenant()), erase.answer());
            case Open _ -> {
                if (database == null) {
                    open();
                }
            }
            case HandOver handOver -> handOver(handOver);
            case FindOther find -> {
                var found = database == null || handedOver ? List.<StoredRow>of() : others.find(file);
                onLoop(() -> find.answer().accept(found));
            }
            case Merge merge -> merge(merge);
            case Vacuum _ -> runUngrouped(SpoolDatabase::vacuum, done -> {});
            case Probe _ -> {
                if (database != null && file.hasRoom()) {
                    publish(new SpoolEvent.RoomAgain());
                }
            }
            case Close close -> {
                closeForGood();
                onLoop(close.answer());
                return false;
            }
        }
        return true;
    }

    private List<Grouped> group(Grouped first) {
        var group = new ArrayList<Grouped>(List.of(first));
        long bytes = bytes(first);
        while (group.size() < GROUP && bytes < GROUP_BYTES && queue.peek() instanceof Grouped next) {
            queue.remove();
            group.add(next);
            bytes += bytes(next);
        }
        return group;
    }

    private static long bytes(Grouped work) {
        return work instanceof Put put ? put.batch().bytes() : 0;
    }

    private void perform(List<Grouped> group) {
        var open = database;
        if (open == null) {
            onLoop(() -> group.forEach(SpoolThread::refuse));
            return;
        }
        var answers = new ArrayList<Runnable>(group.size());
        try {
            open.begin();
            for (var work : group) {
                answers.add(perform(work, open));
            }
            open.commit();
            var size = open.size();
            onLoop(() -> {
                events.accept(new SpoolEvent.Sized(size));
                answers.forEach(Runnable::run);
            });
        } catch (SQLException | RuntimeException e) {
            open.rollback();
            failed(SpoolFailure.of(e)); // before the refusals, so that callers do not retry immediately
            onLoop(() -> group.forEach(SpoolThread::refuse));
        }
    }

    /** @return what to run on the loop after the commit */
    private Runnable perform(Grouped work, SpoolDatabase open) throws SQLException {
        return switch (work) {
            case Put put -> {
                open.put(put.row(), put.batch());
                yield () -> put.answer().accept(true);
            }
            case Delete delete -> {
                open.delete(delete.id());
                yield () -> delete.answer().accept(true);
            }
            case Read read -> {
                var found = new ArrayList<Found>(read.rows().size());
                for (var row : read.rows()) {
                    found.add(new Found(row, open.read(row, receivedNanos(row))));
                }
                yield () -> read.answer().accept(found);
            }
        };
    }

    /** When the row was stored, converted to this process's monotonic clock. */
    private long receivedNanos(StoredRow row) {
        long age = Math.max(0, clock.millis() - row.storedMillis());
        return nanoClock.getAsLong() - TimeUnit.MILLISECONDS.toNanos(age);
    }

    private static void refuse(Grouped work) {
        switch (work) {
            case Put put -> put.answer().accept(false);
            case Delete delete -> delete.answer().accept(false);
            case Read read -> read.answer().accept(null);
        }
    }

    private void handOver(HandOver work) {
        var main = database;
        if (main == null || handedOver) {
            onLoop(() -> work.answer().accept(null));
            return;
        }
        others.close();
        try {
            var own = DrainFile.make(file, main, work.keep());
            file = own.file();
            database = own.database();
            handedOver = true;
            onLoop(() -> work.answer().accept(own.moved()));
        } catch (SQLException | SpoolFailure | IOException | RuntimeException e) {
            onLoop(() -> work.answer().accept(null));
        }
    }

    private void merge(Merge work) {
        var open = database;
        if (open == null) {
            onLoop(() -> work.answer().accept(null));
            return;
        }
        try {
            open.begin();
            var merged = others.merge(work.rows(), open);
            open.commit();
            others.deleteMerged(work.rows());
            var size = open.size();
            onLoop(() -> {
                events.accept(new SpoolEvent.Sized(size));
                work.answer().accept(merged);
            });
        } catch (SQLException | RuntimeException e) {
            open.rollback();
            failed(SpoolFailure.of(e));
            onLoop(() -> work.answer().accept(null));
        }
    }

    private interface Step {
        void run(SpoolDatabase open) throws SQLException;
    }

    private void runUngrouped(Step step, Consumer<Boolean> answer) {
        var open = database;
        try {
            if (open != null) {
                step.run(open);
                var size = open.size();
                publish(new SpoolEvent.Sized(size));
            }
            onLoop(() -> answer.accept(open != null));
        } catch (SQLException | RuntimeException e) {
            failed(SpoolFailure.of(e));
            onLoop(() -> answer.accept(false));
        }
    }

    private void failed(SpoolFailure failure) {
        if (failure.kind() == Kind.FULL && database != null) {
            publish(new SpoolEvent.Unusable(new SpoolState.Full(clock.instant()))); // rows can still be read
            return;
        }
        closeDatabase();
        switch (failure.kind()) {
            case LOCKED -> publish(new SpoolEvent.Unusable(new SpoolState.Waiting(clock.instant())));
            case CORRUPT, LATER_VERSION -> {
                var reason = setAside(failure);
                degraded(reason);
            }
            default -> degraded(failure.text());
        }
    }

    private void degraded(String reason) {
        publish(new SpoolEvent.Unusable(new SpoolState.Degraded(reason, clock.instant())));
    }

    private String setAside(SpoolFailure failure) {
        try {
            return failure.text() + "; it is set aside as " + file.setAside(failure.kind());
        } catch (IOException e) {
            return failure.text() + "; it cannot be set aside: " + e;
        }
    }

    private void closeForGood() {
        if (handedOver && database != null) {
            DrainFile.close(file, database);
            database = null;
        }
        closeDatabase();
        others.close();
    }

    private void closeDatabase() {
        if (database != null) {
            database.close();
            database = null;
        }
    }

    private void publish(SpoolEvent event) {
        onLoop(() -> events.accept(event));
    }

    private void onLoop(Runnable what) {
        loop.accept(what);
    }
}
