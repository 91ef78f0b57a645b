package dev.tracegate.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Sends numbered segments over UDP at a steady rate from many ports until it is closed. */
public final class Load implements AutoCloseable {
    private static final int SENDERS = 32;
    private static final long TICK_NANOS = 2_000_000;

    private final InetSocketAddress gateway;
    private final int perSecond;
    private final Thread thread = new Thread(this::run, "load");
    private volatile boolean ending;
    private volatile long sent;

    private Load(int port, int perSecond) {
        this.gateway = new InetSocketAddress("127.0.0.1", port);
        this.perSecond = perSecond;
    }

    public static Load start(int port, int perSecond) {
        var load = new Load(port, perSecond);
        load.thread.start();
        return load;
    }

    public long sent() {
        return sent;
    }

    /** Datagrams that the kernel of this machine dropped because a socket buffer was full. */
    static long droppedByFullBuffers() throws IOException {
        var udp = Files.readAllLines(Path.of("/proc/net/snmp")).stream().filter(line -> line.startsWith("Udp: "));
        var rows = udp.map(line -> Arrays.asList(line.split(" "))).toList();
        return Long.parseLong(rows.get(1).get(rows.get(0).indexOf("RcvbufErrors")));
    }

    private void run() {
        List<DatagramSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < SENDERS; i++) {
                sockets.add(new DatagramSocket());
            }
            send(sockets);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            sockets.forEach(DatagramSocket::close);
        }
    }

    private void send(List<DatagramSocket> sockets) throws IOException {
        long started = System.nanoTime();
        while (!ending) {
            long due = (long) ((System.nanoTime() - started) / 1e9 * perSecond);
            // after a pause of this process the missed datagrams are not sent in one burst, which would overflow a buffer
            for (long end = Math.min(due, sent + perSecond / 50); sent < end;) {
                long id = sent + 1;
                var bytes = ("{\"format\":\"json\",\"version\":1}\n{\"id\":\"%016x\",\"name\":\"load\","
                        + "\"trace_id\":\"1-581cf771-%024x\",\"start_time\":1478293361,\"end_time\":1478293362}")
                        .formatted(id, id)
                        .getBytes(UTF_8);
                sockets.get((int) (id % SENDERS)).send(new DatagramPacket(bytes, bytes.length, gateway));
                sent = id;
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
    }

    /** Stops sending and returns the number of sent segments. */
    public long end() {
        ending = true;
        join(thread);
        return sent;
    }

    @Override
    public void close() {
        end();
    }

    static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
