package dev.tracegate.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A machine to be started on: its files below a folder, its variables in a map. */
final class World {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private String startedAs = "tracegate";

    World(Path folder) {
        this.folder = folder;
    }

    World startedAs(String name) {
        startedAs = name;
        return this;
    }

    World with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** A file in the working folder. */
    World file(String name, String text) {
        return write(folder.resolve("work").resolve(name), text);
    }

    /** A file anywhere else. */
    World systemFile(String absolute, String text) {
        return write(folder.resolve("root").resolve(absolute.substring(1)), text);
    }

    private World write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Surroundings surroundings() {
        return new Surroundings(startedAs, environment, folder.resolve("root"), folder.resolve("work"));
    }

    Invocation start(String... arguments) {
        return new CommandLine("1.2.3", surroundings()).interpret(List.of(arguments));
    }

    Invocation.Run run(String... arguments) {
        var invocation = start(arguments);
        if (invocation instanceof Invocation.Run run) {
            return run;
        }
        throw new AssertionError("not run: " + invocation);
    }

    Settings settings(String... arguments) {
        return run(arguments).settings();
    }

    Invocation.Refused refused(String... arguments) {
        var invocation = start(arguments);
        if (invocation instanceof Invocation.Refused refused) {
            return refused;
        }
        throw new AssertionError("not refused: " + invocation);
    }

    List<String> problems(String... arguments) {
        return refused(arguments).error().lines().toList();
    }
}
