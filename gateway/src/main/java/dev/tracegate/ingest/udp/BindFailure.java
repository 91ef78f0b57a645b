package dev.tracegate.ingest.udp;

import java.net.InetSocketAddress;

/** An address could not be bound: it is in use, or not ours. */
public final class BindFailure extends Exception {
    private static final long serialVersionUID = 1;

    private final int port;

    BindFailure(InetSocketAddress address, Throwable cause) {
        super(cause.getMessage(), cause);
        this.port = address.getPort();
    }

    /** As it was asked for. */
    public int port() {
        return port;
    }
}
