package dev.tracegate.http;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.util.Arrays;

/** A request body as it arrives: an array that grows to twice its size. Each size is reserved before it is allocated. */
final class BodyBuffer {
    private static final int FIRST_BYTES = 1024;

    private final AddressReservation reservation;
    private final int most;
    private byte[] bytes = {};
    private int length;

    /** @param most largest size of the body in bytes */
    BodyBuffer(AddressReservation reservation, int most) {
        this.reservation = reservation;
        this.most = most;
    }

    boolean fits(Buffer part) {
        return part.length() <= most - length;
    }

    /**
     * Makes room for a part that {@link #fits}.
     *
     * @return false if the bytes cannot be reserved
     */
    boolean makeRoom(Buffer part) {
        int needed = length + part.length();
        if (needed <= bytes.length) {
            return true;
        }
        int size = (int) Math.min(most, Math.max(needed, Math.max(FIRST_BYTES, bytes.length * 2L)));
        if (!reservation.grow(size)) {
            return false;
        }
        int before = bytes.length;
        bytes = Arrays.copyOf(bytes, size);
        reservation.shrink(before);
        return true;
    }

    /** Appends a part, after {@link #makeRoom}. */
    void add(Buffer part) {
        part.getBytes(bytes, length);
        length += part.length();
    }

    /** The bytes received, without a copy. */
    Buffer whole() {
        return BufferInternal.buffer(Unpooled.wrappedBuffer(bytes, 0, length));
    }
}
