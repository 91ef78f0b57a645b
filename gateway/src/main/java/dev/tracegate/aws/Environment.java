package dev.tracegate.aws;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The environment variables of a run. A blank variable counts as absent. */
record Environment(Map<String, String> variables) {
    Environment {
        variables = Map.copyOf(variables);
    }

    @Nullable
    String get(String name) {
        var value = variables.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** The first of these that is set. */
    @Nullable
    String first(String... names) {
        for (var name : names) {
            var value = get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    boolean isTrue(String name) {
        return "true".equalsIgnoreCase(get(name));
    }

    /** Variables may hold customers' secrets. */
    @Override
    public String toString() {
        return "Environment[" + variables.size() + " variables]";
    }
}
