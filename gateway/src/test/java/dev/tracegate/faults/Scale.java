package dev.tracegate.faults;

import dev.tracegate.budget.SegmentBudget;
import java.time.Duration;

/**
 * The load and the duration of a fault.
 *
 * @param perSecond segments offered by all senders together
 * @param before duration of normal operation
 * @param settling duration of the fault before the throughput is measured
 * @param fault duration of the fault after that
 * @param bufferMib each gateway's {@code -m}
 * @param gateways number of gateways, each with one sender
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

    /** The number of segments that fit into the buffer of one gateway: escaped document plus the fixed charge. */
    long segmentsInBuffer() {
        return bufferMib * 1024L * 1024 / (SegmentSender.SEGMENT_BYTES + 30 + SegmentBudget.HELD_PER_SEGMENT);
    }

    long segmentsOfGateway() {
        return perSecond * before.plus(settling).plus(fault).toMillis() / 1000 / gateways;
    }
}
