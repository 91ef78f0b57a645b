package dev.tracegate.config.load;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The environment of the process.
 *
 * @param startedAs the name of the program that was started, as passed on by the launcher
 * @param environment the environment variables
 * @param root the root of the file system; another folder in tests
 * @param workingFolder the folder for relative paths
 */
public record ProcessEnvironment(String startedAs, Map<String, String> environment, Path root, Path workingFolder) {

    public ProcessEnvironment {
        environment = Map.copyOf(environment);
    }

    /** The environment of this process. */
    public static ProcessEnvironment ofProcess() {
        return new ProcessEnvironment(System.getProperty("tracegate.argv0", "tracegate"), System.getenv(), Path.of("/"),
                Path.of(""));
    }

    /** The value of a variable; empty if it is unset or blank. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** The file with an absolute path, below {@link #root}. */
    Path file(String absolute) {
        return root.resolve(absolute.substring(1));
    }
}
