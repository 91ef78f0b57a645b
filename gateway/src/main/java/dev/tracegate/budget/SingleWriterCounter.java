package dev.tracegate.budget;

import java.util.concurrent.atomic.AtomicLong;

/** A count with one writer thread, so that adding is no atomic operation; other threads read a recent value. */
public final class SingleWriterCounter {
    private final AtomicLong value = new AtomicLong();

    public void add(long n) {
        value.setOpaque(value.getPlain() + n);
    }

    public void increment() {
        add(1);
    }

    public long get() {
        return value.getOpaque();
    }
}
