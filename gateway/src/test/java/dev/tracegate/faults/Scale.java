package dev.tracegate.faults;

import dev.tracegate.flow.Budget;
import java.time.Duration;

/**
 * How much of a fault.
 *
 * @param perSecond segments offered by all senders together
 * @param before sent while all is well
 * @param fault sent while it is not
 * @param bufferMib each gateway's {@code -m}
 * @param gateways with a sender each
 */
record Scale(int perSecond, Duration before, Duration fault, int bufferMib, int gateways) {

    static Scale of(int perSecond, Duration fault, int bufferMib) {
        return new Scale(perSecond, Duration.ofSeconds(1), fault, bufferMib, 1);
    }

    Scale withBuffer(int mib) {
        return new Scale(perSecond, before, fault, mib, gateways);
    }

    Scale with(int senders, int offered) {
        return new Scale(offered, before, fault, bufferMib, senders);
    }

    /** Segments that one gateway's buffer holds, whatever the bytes in flight: document, quotes escaped, and what is kept beside it. */
    long segmentsInBuffer() {
        return bufferMib * 1024L * 1024 / (Sender.SEGMENT_BYTES + 30 + Budget.HELD_PER_SEGMENT);
    }

    long segmentsOfGateway() {
        return perSecond * before.plus(fault).toMillis() / 1000 / gateways;
    }
}
