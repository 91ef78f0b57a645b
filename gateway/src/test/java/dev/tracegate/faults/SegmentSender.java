package dev.tracegate.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Sends distinct segments over UDP at a fixed rate. A trace has two segments; one in a hundred segments is a fault. */
final class SegmentSender implements AutoCloseable {
    /** Bytes of a document. */
    static final int SEGMENT_BYTES = 1024;
    private static final int FAULT_EVERY = 100;
    // ids of one sender: its number in the upper 16 bits
    private static final int NUMBER_SHIFT = 48;
    private static final String HEADER = "{\"format\":\"json\",\"version\":1}\n";

    private final DatagramChannel channel;
    private final long first;
    private volatile long sent;

    /** @param number 1 and up, another for each sender of a run */
    SegmentSender(int number, int port) throws IOException {
        this.first = (long) number << NUMBER_SHIFT;
        this.channel = DatagramChannel.open().connect(new InetSocketAddress("127.0.0.1", port));
    }

    /** Sends for the given time at an even rate; late segments follow in the next millisecond. */
    void send(int perSecond, Duration time) {
        long start = System.nanoTime();
        long next = sent;
        long end = next + perSecond * time.toMillis() / 1000;
        try {
            for (long first = next; next < end;) {
                LockSupport.parkNanos(1_000_000);
                long due = Math.min(end, first + (System.nanoTime() - start) * perSecond / 1_000_000_000L);
                while (next < due) {
                    write(datagram(next));
                    sent = ++next;
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** While no gateway has the port, a write reports an earlier datagram as unreachable and sends nothing: it is repeated. */
    private void write(ByteBuffer datagram) throws IOException {
        while (true) {
            try {
                channel.write(datagram);
                return;
            } catch (PortUnreachableException earlierOne) {
                datagram.rewind();
            }
        }
    }

    /** Numbers 0 to this, exclusive, were sent. */
    long sent() {
        return sent;
    }

    boolean isMine(long id) {
        return id >>> NUMBER_SHIFT == first >>> NUMBER_SHIFT;
    }

    long id(long number) {
        return first + number;
    }

    /** The ids of the segments sent so far. */
    Set<Long> ids() {
        return LongStream.range(0, sent).map(number -> first + number).boxed().collect(Collectors.toSet());
    }

    static boolean isFault(long id) {
        return (id & (1L << NUMBER_SHIFT) - 1) % FAULT_EVERY == 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** The id in a document, which is its first member. */
    static long idOf(String document) {
        return Long.parseUnsignedLong(document.substring(7, 23), 16);
    }

    private ByteBuffer datagram(long number) {
        var text = new StringBuilder(HEADER.length() + SEGMENT_BYTES).append(HEADER)
                .append("{\"id\":\"%016x\",\"trace_id\":\"1-5f84c7a1-%024x\"".formatted(first + number,
                        (first + number) / 2))
                .append(",\"name\":\"orders\",\"start_time\":1602537377.25,\"end_time\":1602537377.5")
                .append(number % FAULT_EVERY == 0 ? ",\"fault\":true" : "")
                .append(",\"metadata\":{\"default\":{\"padding\":\"");
        int padding = HEADER.length() + SEGMENT_BYTES - text.length() - 4;
        text.repeat('x', padding).append("\"}}}");
        return ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
    }
}
