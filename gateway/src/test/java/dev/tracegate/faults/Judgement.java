package dev.tracegate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.SoftAssertions;

/** The checks of every outcome. None depends on a duration. */
final class Judgement {
    private Judgement() {}

    static void judge(Fault fault, Outcome outcome) {
        var books = outcome.books();
        var softly = new SoftAssertions();
        softly.assertThat(fault.happened().test(outcome)).as("the fault occurred").isTrue();
        softly.assertThat(books.imbalance()).as("imbalance of the books").isZero();
        softly.assertThat(outcome.complaints()).as("log lines about an imbalance of the books").isEmpty();
        softly.assertThat(books.received()).as("received").isEqualTo(outcome.sent() - outcome.kernelDropped());
        softly.assertThat(books.ended()).as("ended").isEqualTo(books.received());
        softly.assertThat(books.restored()).as("restored, less the segments on disk when it was killed").isZero();
        softly.assertThat(Reading.sum(books.rejected())).as("rejected").isZero();
        softly.assertThat(outcome.strangers()).as("accepted segments that no sender sent").hasSize(0);
        softly.assertThat(outcome.accepted()).as("accepted by X-Ray").isGreaterThanOrEqualTo(books.delivered());
        softly.assertThat(Reading.sum(books.deadLettered())).as("dead letters").isEqualTo(outcome.refused());
        softly.assertThat(outcome.lostIds())
                .as("sent and not accepted")
                .hasSizeLessThanOrEqualTo((int) (outcome.kernelDropped() + outcome.shedAll()));
        softly.assertThat(outcome.duplicates()).as("duplicates").isLessThanOrEqualTo(outcome.explained());
        softly.assertThat(outcome.peakBuffer())
                .as("peak bytes of the buffer")
                .isLessThanOrEqualTo(outcome.bufferLimit());
        softly.assertThat(outcome.peakRssKib() * 1024)
                .as("resident memory")
                .isLessThanOrEqualTo(outcome.memoryLimitBytes());
        if (fault.roomOnDisk() || outcome.scale().segmentsOfGateway() < outcome.scale().segmentsInBuffer()) {
            softly.assertThat(outcome.shedOnPurpose()).as("shed although there was space on disk").isEmpty();
        }
        softly.assertAll();
    }

    /** Checks that no failed segment was shed, because there were enough others. Drops by the kernel do not count; they ignore the value. */
    static void shedByWorth(Outcome outcome) {
        assertThat(outcome.lostIds().stream().filter(SegmentSender::isFault).count())
                .as("failed segments that were shed")
                .isLessThanOrEqualTo(outcome.kernelDropped());
    }

    /**
     * Checks that at least 95 % of the quota was used.
     *
     * @param leastShare minimum part of a fair share for each gateway
     */
    static void quotaIsUsedAndShared(Outcome outcome, double leastShare) {
        assertThat(outcome.quotaUsed()).as("used share of the quota").isGreaterThanOrEqualTo(0.95);
        double fair = outcome.byGateway().stream().mapToLong(Long::longValue).average().orElseThrow();
        assertThat(outcome.byGateway()).as("segments by gateway").allMatch(taken -> taken >= fair * leastShare);
    }
}
