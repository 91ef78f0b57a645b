package dev.tracegate.flow.ledger;

import static java.util.Objects.requireNonNull;

import dev.tracegate.budget.SingleWriterCounter;
import java.util.EnumMap;
import java.util.Map;

/** One {@link SingleWriterCounter} per constant of an enum. */
final class ReasonCounters<E extends Enum<E>> {
    private final Class<E> type;
    private final EnumMap<E, SingleWriterCounter> counts;

    ReasonCounters(Class<E> type) {
        this.type = type;
        counts = new EnumMap<>(type);
        for (E reason : type.getEnumConstants()) {
            counts.put(reason, new SingleWriterCounter());
        }
    }

    void add(E reason, long n) {
        requireNonNull(counts.get(reason)).add(n);
    }

    long sum() {
        long sum = 0;
        for (var count : counts.values()) {
            sum += count.get();
        }
        return sum;
    }

    Map<E, Long> read() {
        var values = new EnumMap<E, Long>(type);
        counts.forEach((reason, count) -> values.put(reason, count.get()));
        return values;
    }
}
