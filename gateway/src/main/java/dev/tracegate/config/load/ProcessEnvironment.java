package dev.tracegate.config.load;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the process finds itself in.
 *
 * @param startedAs the name it was started by, which the launcher passes on
 * @param environment the environment variables
 * @param root of the file system; another folder in tests
 * @param workingFolder where relative paths start
 */
public record ProcessEnvironment(String startedAs, Map<String, String> environment, Path root, Path workingFolder) {

    public ProcessEnvironment {
        environment = Map.copyOf(environment);
    }

    /** This process's. */
    public static ProcessEnvironment ofProcess() {
        return new ProcessEnvironment(System.getProperty("tracegate.argv0", "tracegate"), System.getenv(), Path.of("/"),
                Path.of(""));
    }

    /** A variable's value, unless it is unset or blank. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** A file by its absolute path. */
    Path file(String absolute) {
        return root.resolve(absolute.substring(1));
    }
}
