package dev.tracegate.ingest;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.RejectReason;
import java.net.InetSocketAddress;

/** Called on the receiver's loop for datagrams that do not become queued segments. Never gets the payload, which is data of the tenants. */
public interface DatagramListener {

    void rejected(InetSocketAddress source, RejectReason reason, int bytes);

    void shed(InetSocketAddress source, ShedReason reason, int bytes);

    /** Reading the socket failed; the socket stays open. */
    void readFailed(Throwable failure);
}
