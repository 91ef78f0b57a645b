package dev.tracegate.config;

import java.util.ArrayList;
import java.util.List;

/** What is wrong, collected so that all of it is told at once; and what is only odd. Used while loading, by one thread. */
final class Problems {
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    void add(String where, String what) {
        problems.add(where + ": " + what);
    }

    void add(String line) {
        problems.add(line);
    }

    void warn(String line) {
        warnings.add(line);
    }

    boolean none() {
        return problems.isEmpty();
    }

    List<String> lines() {
        return List.copyOf(problems);
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }
}
