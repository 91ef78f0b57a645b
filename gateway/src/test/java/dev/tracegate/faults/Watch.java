package dev.tracegate.faults;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Looks at the gateways' gauges ten times a second, and keeps the highest readings. */
final class Watch implements AutoCloseable {
    private static final long PAUSE_NANOS = 100_000_000;

    private final Stage stage;
    private final AtomicBoolean over = new AtomicBoolean();
    private final Thread thread;
    private volatile long peakBuffer;
    private volatile long peakSpooled;

    Watch(Stage stage) {
        this.stage = stage;
        this.thread = Thread.ofVirtual().start(this::look);
    }

    /** Bytes, of the gateway that had most. */
    long peakBuffer() {
        return peakBuffer;
    }

    /** Segments, of all gateways. */
    long peakSpooled() {
        return peakSpooled;
    }

    @Override
    public void close() {
        over.set(true);
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void look() {
        while (!over.get()) {
            try {
                long spooled = 0;
                for (var gateway : stage.gateways()) {
                    peakBuffer = Math.max(peakBuffer, gateway.metric("tracegate_buffer_bytes"));
                    spooled += gateway.metric("tracegate_spooled_segments");
                }
                peakSpooled = Math.max(peakSpooled, spooled);
            } catch (IllegalStateException goneForAMoment) {
                // killed by the test; the next look finds it again
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
