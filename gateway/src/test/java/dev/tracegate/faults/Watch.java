package dev.tracegate.faults;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** Polls the gauges of the gateways ten times a second and keeps the maxima. */
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

    /** The peak buffer use of a gateway, in bytes. */
    long peakBuffer() {
        return peakBuffer;
    }

    /** The peak number of stored segments of all gateways. */
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
                // the test has killed the gateway; the next poll reads the new one
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
