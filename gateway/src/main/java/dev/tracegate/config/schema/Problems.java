package dev.tracegate.config.schema;

import java.util.ArrayList;
import java.util.List;

/** Errors and warnings, collected so that all of them are reported at once. Used by one thread while settings are loaded. */
public final class Problems {
    private final List<String> problems = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    public void add(String where, String what) {
        problems.add(where + ": " + what);
    }

    public void add(String line) {
        problems.add(line);
    }

    public void warn(String line) {
        warnings.add(line);
    }

    public boolean none() {
        return problems.isEmpty();
    }

    public List<String> lines() {
        return List.copyOf(problems);
    }

    public List<String> warnings() {
        return List.copyOf(warnings);
    }
}
