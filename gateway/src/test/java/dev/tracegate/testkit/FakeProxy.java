package dev.tracegate.testkit;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A forward proxy on a free loopback port: CONNECT and absolute-form requests. Whatever host is asked for, it leads to one loopback port. */
public final class FakeProxy implements AutoCloseable {
    private final Vertx vertx;
    private final NetServer server;
    private final int target;
    private final List<String> heads = new CopyOnWriteArrayList<>();

    private FakeProxy(Vertx vertx, int target) {
        this.vertx = vertx;
        this.target = target;
        this.server = OnLoop.await(vertx.createNetServer()
                .connectHandler(this::accept)
                .listen(0, "127.0.0.1"));
    }

    public static FakeProxy leadingTo(Vertx vertx, int port) {
        return new FakeProxy(vertx, port);
    }

    public int port() {
        return server.actualPort();
    }

    /** The head of the first request on each connection, in lower case. */
    public List<String> heads() {
        return List.copyOf(heads);
    }

    @Override
    public void close() {
        OnLoop.await(server.close());
    }

    private void accept(NetSocket client) {
        var received = Buffer.buffer();
        client.handler(part -> {
            received.appendBuffer(part);
            var text = received.toString(StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end >= 0) {
                client.pause();
                var head = text.substring(0, end + 4);
                heads.add(head.toLowerCase(Locale.ROOT));
                connect(client, head.startsWith("CONNECT "), received);
            }
        });
    }

    private void connect(NetSocket client, boolean tunnel, Buffer received) {
        vertx.createNetClient().connect(target, "127.0.0.1").onSuccess(upstream -> {
            if (tunnel) {
                client.write("HTTP/1.1 200 Connection established\r\n\r\n");
            } else {
                upstream.write(received);
            }
            client.handler(upstream::write).closeHandler(v -> upstream.close());
            upstream.handler(client::write).closeHandler(v -> client.close());
            client.resume();
        }).onFailure(e -> client.close());
    }
}
