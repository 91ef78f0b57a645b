package dev.tracegate.tenancy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Senders with one address each, from 127.1.0.1; their segments of 1 KiB contain the name of their tenant. */
final class Crowd implements AutoCloseable {
    private static final int SEGMENT_BYTES = 1024;
    private static final String HEADER = "{\"format\":\"json\",\"version\":1}\n";
    private static final int PER_NET = 250;
    private static final int ID_DIGITS = 16;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final List<Member> members;

    /** @param size 1 to 60,000 */
    Crowd(int size, int port) throws IOException {
        this.members = new ArrayList<>(size);
        for (int number = 0; number < size; number++) {
            members.add(new Member(number, port));
        }
    }

    static String name(int number) {
        return "t%05d".formatted(number);
    }

    static String address(int number) {
        return "127.1.%d.%d".formatted(number / PER_NET, 1 + number % PER_NET);
    }

    Member member(int number) {
        return members.get(number);
    }

    /** One sender, used by one thread at a time. */
    static final class Member {
        private final DatagramChannel channel;
        private final ByteBuffer datagram;
        private final int idAt;
        private volatile long sent;

        private Member(int number, int port) throws IOException {
            this.channel = DatagramChannel.open()
                    .bind(new InetSocketAddress(address(number), 0))
                    .connect(new InetSocketAddress("127.0.0.1", port));
            var start = HEADER + "{\"id\":\"";
            var text = new StringBuilder(start).append("0".repeat(ID_DIGITS))
                    .append("\",\"trace_id\":\"1-5f84c7a1-")
                    .append("%024x".formatted(number + 1))
                    .append("\",\"name\":\"")
                    .append(name(number))
                    .append("\",\"start_time\":1602537377.25,\"end_time\":1602537377.5,\"metadata\":{\"default\":{\"padding\":\"");
            text.repeat('x', HEADER.length() + SEGMENT_BYTES - text.length() - 4).append("\"}}}");
            this.idAt = start.length();
            this.datagram = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.US_ASCII));
        }

        long sent() {
            return sent;
        }

        private void send() throws IOException {
            long id = sent + 1;
            for (int digit = 0; digit < ID_DIGITS; digit++) {
                datagram.put(idAt + digit, HEX[(int) (id >>> (60 - 4 * digit)) & 15]);
            }
            channel.write(datagram.rewind());
            sent = id;
        }
    }

    /** Sends from all senders in turn for the given time at the given total rate per second; 0 for no limit. */
    void send(IntStream numbers, int perSecond, Duration time) {
        int[] who = numbers.toArray();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        long done = 0;
        try {
            for (long now = start; now - end < 0; now = System.nanoTime()) {
                long due = perSecond == 0 ? done + 100 : (now - start) * perSecond / 1_000_000_000L;
                for (; done < due; done++) {
                    members.get(who[(int) (done % who.length)]).send();
                }
                if (perSecond > 0) {
                    LockSupport.parkNanos(1_000_000);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Sends a burst of segments from one sender. */
    void send(int number, int segments) {
        try {
            for (int i = 0; i < segments; i++) {
                members.get(number).send();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        for (var member : members) {
            member.channel.close();
        }
    }
}
