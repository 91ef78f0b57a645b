package dev.tracegate.ingest;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.RejectReason;
import java.net.InetSocketAddress;

/** Called on the receiver's loop for datagrams that do not become queued segments. Never gets the payload, which is data of the tenants. */
public interface DatagramListener {

    void rejected(InetSocketAddress source, RejectReason reason, int bytes);

    void shed(InetSocketAddress source, ShedReason reason, int bytes);

    /** The socket reported an error instead of a datagram; it goes on listening. */
    void readFailed(Throwable failure);
}
