package dev.tracegate.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Free loopback ports for programs that need a configured port. */
public final class Ports {
    private Ports() {}

    /** Returns the given port if it is free for UDP and TCP, or another free one. */
    public static int freeOrOther(int wished) {
        return free(wished) ? wished : free();
    }

    /** Returns a port that is free for UDP and TCP. */
    public static int free() {
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = anyTcp();
            if (free(port)) {
                return port;
            }
        }
        throw new IllegalStateException("found no port that is free for UDP and TCP");
    }

    private static int anyTcp() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static boolean free(int port) {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (var tcp = new ServerSocket(); var udp = new DatagramSocket(null)) {
            tcp.bind(address);
            udp.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
