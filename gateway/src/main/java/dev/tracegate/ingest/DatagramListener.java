package dev.tracegate.ingest;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.RejectReason;
import java.net.InetSocketAddress;

/** Told of datagrams that do not become queued segments, on the receiver's loop. Never handed the payload: it is other people's data. */
public interface DatagramListener {

    void rejected(InetSocketAddress source, RejectReason reason, int bytes);

    void shed(InetSocketAddress source, ShedReason reason, int bytes);

    /** The socket reported an error instead of a datagram; it goes on listening. */
    void readFailed(Throwable failure);
}
