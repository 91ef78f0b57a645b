package dev.tracegate.hostile;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Runs an {@link Attack} on its own thread until it is closed. A connection that the gateway closes is opened again. */
final class Attacker implements AutoCloseable {
    private static final long ROUND_NANOS = Duration.ofMillis(100).toNanos();
    /** 200 a second: an attacker beside the gateway has a core at most, and the test wants one too. */
    private static final int REOPENED_PER_ROUND = 20;

    private final Attack attack;
    private final InetSocketAddress target;
    private final Thread thread = new Thread(this::run, "attacker");
    private final CountDownLatch firstRound = new CountDownLatch(1);
    private volatile boolean ending;
    private int reopenings;

    private Attacker(Attack attack, int port) {
        this.attack = attack;
        this.target = new InetSocketAddress("127.0.0.1", port);
    }

    static Attacker start(Attack attack, int port) {
        var attacker = new Attacker(attack, port);
        attacker.thread.start();
        return attacker;
    }

    /** Until all connections were opened once. */
    boolean awaitFirstRound(Duration patience) throws InterruptedException {
        return firstRound.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void run() {
        var lines = new ArrayList<Line>();
        for (int i = 0; i < attack.connections(); i++) {
            lines.add(new Line());
        }
        while (!ending) {
            reopenings = REOPENED_PER_ROUND;
            lines.forEach(Line::goOn);
            firstRound.countDown();
            LockSupport.parkNanos(ROUND_NANOS);
        }
        lines.forEach(Line::close);
    }

    @Override
    public void close() {
        ending = true;
        try {
            thread.join();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection, opened again when it is closed. */
    private final class Line {
        private @Nullable SocketChannel channel;
        private ByteBuffer rest = ByteBuffer.allocate(0);
        private boolean openedBefore;

        void goOn() {
            if (ending) {
                return;
            }
            try {
                var open = channel;
                if (open == null) {
                    if (openedBefore && --reopenings < 0) {
                        return;
                    }
                    openedBefore = true;
                    open = SocketChannel.open(target);
                    open.configureBlocking(false);
                    channel = open;
                    rest = ByteBuffer.wrap(attack.first());
                } else if (!rest.hasRemaining() && attack.trickle()) {
                    rest = ByteBuffer.wrap(new byte[]{' '});
                }
                while (rest.hasRemaining() && open.write(rest) > 0) {
                }
                if (attack.reads() && open.read(ByteBuffer.allocate(1_024)) < 0) {
                    close();
                }
            } catch (IOException closed) {
                close();
            }
        }

        void close() {
            for (var each : channel == null ? List.<SocketChannel>of() : List.of(channel)) {
                try {
                    each.close();
                } catch (IOException unimportant) {
                    // the connection is already closed
                }
            }
            channel = null;
        }
    }
}
