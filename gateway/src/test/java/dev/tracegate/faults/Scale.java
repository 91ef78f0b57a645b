package dev.tracegate.faults;

import dev.tracegate.budget.SegmentBudget;
import java.time.Duration;

/**
 * How much of a fault.
 *
 * @param perSecond segments offered by all senders together
 * @param before sent while all is well
 * @param settling sent while it is not, and not yet judged by how much came through
 * @param fault sent while it is not, after that
 * @param bufferMib each gateway's {@code -m}
 * @param gateways with a sender each
 */
record Scale(int perSecond, Duration before, Duration settling, Duration fault, int bufferMib, int gateways) {

    static Scale of(int perSecond, Duration fault, int bufferMib) {
        return new Scale(perSecond, Duration.ofSeconds(1), Duration.ZERO, fault, bufferMib, 1);
    }

    Scale settling(Duration time) {
        return new Scale(perSecond, before, time, fault, bufferMib, gateways);
    }

    Scale with(int senders, int offered) {
        return new Scale(offered, before, settling, fault, bufferMib, senders);
    }

    /** Segments that one gateway's buffer holds, whatever the bytes in flight: document, quotes escaped, and what is kept beside it. */
    long segmentsInBuffer() {
        return bufferMib * 1024L * 1024 / (SegmentSender.SEGMENT_BYTES + 30 + SegmentBudget.HELD_PER_SEGMENT);
    }

    long segmentsOfGateway() {
        return perSecond * before.plus(settling).plus(fault).toMillis() / 1000 / gateways;
    }
}
