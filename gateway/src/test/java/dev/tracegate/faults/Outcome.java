package dev.tracegate.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was counted of one fault.
 *
 * @param books the gateways' in the end
 * @param lostIds segments that were sent and that X-Ray neither took nor refused
 * @param explained the most duplicates that lost answers explain
 * @param peakBuffer the fullest that any gateway's buffer was seen, in bytes
 * @param peakSpooled the most segments that were seen on disk
 * @param recovery from the end of the fault until nothing waited any more
 * @param quotaUsed the share of the account's quota that was used while the fault lasted; null where there was none
 * @param byGateway segments X-Ray took of each gateway while the fault lasted
 * @param complaints lines of the gateways' logs that say the books are off
 */
record Outcome(Scale scale, long sent, long kernelDropped, Reading books, long accepted, long refused,
        long duplicates, long explained, List<Long> lostIds, List<Long> strangers, long calls, long refusals,
        long peakBuffer, long bufferLimit, long peakSpooled, long peakRssKib, Duration recovery,
        @Nullable Double quotaUsed, List<Long> byGateway, List<String> complaints) {

    private static final long HOST_BASE_BYTES = 176L * 1024 * 1024;

    /** Without what a killed process had in memory. */
    Map<String, Long> shedOnPurpose() {
        var shed = new TreeMap<>(books.shed());
        shed.remove(Reading.KILLED);
        return shed;
    }

    long shedAll() {
        return Reading.sum(books.shed());
    }

    /** Segments of no known end: sent, read by the gateway, and neither taken, nor refused, nor shed with a reason. */
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
