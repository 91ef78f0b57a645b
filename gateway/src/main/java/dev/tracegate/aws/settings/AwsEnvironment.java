package dev.tracegate.aws.settings;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The environment variables of a run. A blank variable counts as absent. */
public record AwsEnvironment(Map<String, String> variables) {
    public AwsEnvironment {
        variables = Map.copyOf(variables);
    }

    @Nullable
    public String get(String name) {
        var value = variables.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** The value of the first of these variables that is set; null if none is. */
    @Nullable
    public String first(String... names) {
        for (var name : names) {
            var value = get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    public boolean isTrue(String name) {
        return "true".equalsIgnoreCase(get(name));
    }

    /** Shows no value: variables may hold secrets. */
    @Override
    public String toString() {
        return "Environment[" + variables.size() + " variables]";
    }
}
