package dev.tracegate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.SoftAssertions;

/** What must hold of every outcome, whatever the fault. None of it depends on how long something took. */
final class Judgement {
    private Judgement() {}

    static void judge(Fault fault, Outcome outcome) {
        var books = outcome.books();
        var softly = new SoftAssertions();
        softly.assertThat(fault.happened().test(outcome)).as("the fault happened").isTrue();
        softly.assertThat(books.imbalance()).as("imbalance of the books").isZero();
        softly.assertThat(outcome.complaints()).as("lines of the log about the books").isEmpty();
        softly.assertThat(books.received()).as("received").isEqualTo(outcome.sent() - outcome.kernelDropped());
        softly.assertThat(books.ended()).as("ended").isEqualTo(books.received());
        softly.assertThat(books.restored()).as("restored, less what was on disk when it was killed").isZero();
        softly.assertThat(Reading.sum(books.rejected())).as("rejected").isZero();
        softly.assertThat(outcome.strangers()).as("segments X-Ray took that nobody sent").hasSize(0);
        softly.assertThat(outcome.accepted()).as("taken by X-Ray").isGreaterThanOrEqualTo(books.delivered());
        softly.assertThat(Reading.sum(books.deadLettered())).as("dead letters").isEqualTo(outcome.refused());
        softly.assertThat(outcome.lostIds())
                .as("sent, and not taken")
                .hasSizeLessThanOrEqualTo((int) (outcome.kernelDropped() + outcome.shedAll()));
        softly.assertThat(outcome.duplicates()).as("duplicates").isLessThanOrEqualTo(outcome.explained());
        softly.assertThat(outcome.peakBuffer()).as("bytes of the buffer").isLessThanOrEqualTo(outcome.bufferLimit());
        softly.assertThat(outcome.peakRssKib() * 1024)
                .as("resident memory")
                .isLessThanOrEqualTo(outcome.memoryLimitBytes());
        if (fault.roomOnDisk() || outcome.scale().segmentsOfGateway() < outcome.scale().segmentsInBuffer()) {
            softly.assertThat(outcome.shedOnPurpose()).as("shed, though there was room").isEmpty();
        }
        softly.assertAll();
    }

    /** Where some had to be shed, none of them was a fault: there were enough others. The kernel, which drops before, knows no worth. */
    static void shedByWorth(Outcome outcome) {
        assertThat(outcome.lostIds().stream().filter(SegmentSender::isFault).count()).as("faults that were shed")
                .isLessThanOrEqualTo(outcome.kernelDropped());
    }

    /**
     * At least 95 % of what the account granted is used.
     *
     * @param leastShare of a fair share, that each gateway has at least
     */
    static void quotaIsUsedAndShared(Outcome outcome, double leastShare) {
        assertThat(outcome.quotaUsed()).as("share of the quota that was used").isGreaterThanOrEqualTo(0.95);
        double fair = outcome.byGateway().stream().mapToLong(Long::longValue).average().orElseThrow();
        assertThat(outcome.byGateway()).as("segments by gateway").allMatch(taken -> taken >= fair * leastShare);
    }
}
