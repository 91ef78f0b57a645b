package dev.tracegate.faults;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;

/**
 * The end of each segment of a run.
 *
 * @param taken segments that X-Ray accepted at least once
 * @param refused segments that X-Ray refused by their ids
 * @param losses of each life, by its place in {@code lives}: segments that X-Ray neither took nor refused
 * @param nowhere numbers of segments sent after the last kill that X-Ray neither took nor refused
 * @param wrongDeadLetters ids of dead letters that X-Ray never refused
 */
record ChaosReport(long sent, long taken, long refused, List<ChaosLife> lives,
        Map<Integer, Map<ChaosLife.Loss, Long>> losses, List<Long> nowhere, Reading lastBooks, long lastKernelDropped,
        long duplicates, List<Long> unexplainedDuplicates, List<Long> wrongDeadLetters, long faults) {

    static ChaosReport of(SegmentSender sender, ChaosJournal journal, long faults, List<ChaosLife> lives,
            Reading lastBooks,
            long lastKernelDropped, Map<Long, String> deadLetters) {
        long taken = 0;
        long refused = 0;
        var losses = new TreeMap<Integer, Map<ChaosLife.Loss, Long>>();
        var nowhere = new ArrayList<Long>();
        for (long number = 0; number < sender.sent(); number++) {
            long id = sender.id(number);
            if (journal.hasTaken(id)) {
                taken++;
            } else if (journal.hasRefused(id)) {
                refused++;
            } else {
                int life = lifeOf(number, lives);
                if (life == lives.size()) {
                    nowhere.add(number);
                } else {
                    losses.computeIfAbsent(life, first -> new EnumMap<>(ChaosLife.Loss.class))
                            .merge(lives.get(life).lossOf(number), 1L, Long::sum);
                }
            }
        }
        return new ChaosReport(sender.sent(), taken, refused, lives, losses, nowhere, lastBooks, lastKernelDropped,
                journal.duplicates(), journal.unexplainedDuplicates(),
                deadLetters.keySet().stream().filter(id -> !journal.hasRefused(id)).toList(), faults);
    }

    private static int lifeOf(long number, List<ChaosLife> lives) {
        int life = 0;
        while (life < lives.size() && number >= lives.get(life).next()) {
            life++;
        }
        return life;
    }

    long lost(ChaosLife.Loss why) {
        return losses.values().stream().mapToLong(life -> life.getOrDefault(why, 0L)).sum();
    }

    /** Checks that the end of every id is known and that the books agree. */
    void judge() {
        var softly = new SoftAssertions();
        softly.assertThat(faults).as("uploads with a fault").isGreaterThan(sent / 1000);
        softly.assertThat(taken).as("accepted by X-Ray").isGreaterThan(sent / 2);
        for (int life = 0; life < lives.size(); life++) {
            long inMemory = losses.getOrDefault(life, Map.of()).getOrDefault(ChaosLife.Loss.IN_MEMORY, 0L);
            softly.assertThat(inMemory)
                    .as("lost from the memory of process %s", life + 1)
                    .isLessThanOrEqualTo(lives.get(life).inMemory());
            softly.assertThat(lives.get(life).books().imbalance()).as("imbalance in process %s", life + 1).isZero();
            softly.assertThat(lives.get(life).books().shed()).as("shed in process %s", life + 1).isEmpty();
        }
        softly.assertThat(nowhere).as("sent after the last kill and lost").hasSize((int) lastKernelDropped);
        softly.assertThat(lastBooks.imbalance()).as("imbalance in the last process").isZero();
        softly.assertThat(lastBooks.shed()).as("shed in the last process").isEmpty();
        softly.assertThat(unexplainedDuplicates).as("accepted again without a reason").isEmpty();
        softly.assertThat(wrongDeadLetters).as("dead letters that X-Ray never refused").isEmpty();
        softly.assertAll();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT,
                "sent %d: taken %d, refused %d, no gateway %d, after the last reading %d, in memory %d of at most %d,"
                        + " nowhere %d; lives %d; faults answered %d; taken twice %d, unexplained %d%n",
                sent, taken, refused, lost(ChaosLife.Loss.NO_GATEWAY), lost(ChaosLife.Loss.SINCE_READING),
                lost(ChaosLife.Loss.IN_MEMORY), lives.stream().mapToLong(ChaosLife::inMemory).sum(), nowhere.size(),
                lives.size() + 1, faults, duplicates, unexplainedDuplicates.size());
    }
}
