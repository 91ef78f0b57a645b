package dev.tracegate.flow.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers for names that many rows share, so that a row holds two bytes for a name. Names beyond the bound share number 0. */
final class StringInterner<T extends Comparable<T>> {
    /** The most names that two bytes can number. */
    static final int MOST = Character.MAX_VALUE;

    private final int most;
    private final List<T> names = new ArrayList<>();
    private final Map<T, Integer> numbers = new HashMap<>();
    private @Nullable T last;
    private int lastNumber;

    /**
     * @param most the most names with a number of their own, at most {@link #MOST}
     * @param other stands for all names beyond
     */
    StringInterner(int most, T other) {
        this.most = most;
        names.add(other);
    }

    /** The name's number, from 0 to {@link #MOST}. */
    int number(T name) {
        if (!name.equals(last)) { // segments often arrive in runs of one tenant
            lastNumber = known(name);
            last = name;
        }
        return lastNumber;
    }

    T name(int number) {
        return names.get(number);
    }

    private int known(T name) {
        var number = numbers.get(name);
        if (number != null) {
            return number;
        }
        if (numbers.size() == most) {
            return 0;
        }
        names.add(name);
        numbers.put(name, numbers.size() + 1);
        return numbers.size();
    }
}
