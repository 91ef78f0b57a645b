package dev.tracegate.ingest.udp;

import java.net.InetSocketAddress;

/** An address could not be bound: it is in use, or not an address of this host. */
public final class BindFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final int port;

    BindFailure(InetSocketAddress address, Throwable cause) {
        super(cause.getMessage(), cause);
        this.port = address.getPort();
    }

    /** The requested port. */
    public int port() {
        return port;
    }
}
