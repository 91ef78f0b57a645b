package dev.tracegate.flow.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Assigns numbers to names that many rows share, so that a row stores two bytes per name. Names beyond the bound share number 0. */
final class StringInterner<T extends Comparable<T>> {
    /** The number of names that two bytes can distinguish. */
    static final int MAX = Character.MAX_VALUE;

    private final int max;
    private final List<T> names = new ArrayList<>();
    private final Map<T, Integer> numbers = new HashMap<>();
    private @Nullable T last;
    private int lastNumber;

    /**
     * @param max maximum names with a number of their own, at most {@link #MAX}
     * @param other the name of all names beyond
     */
    StringInterner(int max, T other) {
        this.max = max;
        names.add(other);
    }

    /** The name's number, from 0 to {@link #MAX}. */
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
        if (numbers.size() == max) {
            return 0;
        }
        names.add(name);
        numbers.put(name, numbers.size() + 1);
        return numbers.size();
    }
}
