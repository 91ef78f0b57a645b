package dev.tracegate.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The counts of one fault.
 *
 * @param books books of the gateways at the end
 * @param lostIds sent segments that X-Ray neither accepted nor refused
 * @param explained maximum number of duplicates explained by lost responses
 * @param peakBuffer largest observed use of a gateway's buffer, in bytes
 * @param peakSpooled largest observed number of segments on disk
 * @param recovery time from the end of the fault until no segment waited
 * @param quotaUsed used share of the quota during the fault; null without a quota
 * @param byGateway segments accepted from each gateway during the fault
 * @param complaints log lines of the gateways about an imbalance of the books
 */
record Outcome(Scale scale, long sent, long kernelDropped, Reading books, long accepted, long refused,
        long duplicates, long explained, List<Long> lostIds, List<Long> strangers, long calls, long refusals,
        long peakBuffer, long bufferLimit, long peakSpooled, long peakRssKib, Duration recovery,
        @Nullable Double quotaUsed, List<Long> byGateway, List<String> complaints) {

    private static final long HOST_BASE_BYTES = 176L * 1024 * 1024;

    /** Shed segments without those in the memory of a killed process. */
    Map<String, Long> shedOnPurpose() {
        var shed = new TreeMap<>(books.shed());
        shed.remove(Reading.KILLED);
        return shed;
    }

    long shedAll() {
        return Reading.sum(books.shed());
    }

    /** Segments without a known end: received by the gateway and neither accepted, refused nor shed. */
    long lost() {
        return Math.max(0, lostIds.size() - kernelDropped - shedAll());
    }

    /** What the process may take in the host profile: config.Footprint's base, and 1.25 times the buffer. */
    long memoryLimitBytes() {
        return HOST_BASE_BYTES + bufferLimit * 5 / 4;
    }

    boolean somethingWasSent() {
        return sent > 0;
    }

    boolean callsWereRefused() {
        return refusals > 0;
    }

    boolean segmentsWereRefused() {
        return refused > 0;
    }

    boolean segmentsWereSentAgain() {
        return books.retried() > 0;
    }

    boolean answersGotLost() {
        return explained > 0;
    }
}
