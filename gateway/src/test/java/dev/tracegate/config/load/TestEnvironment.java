package dev.tracegate.config.load;

import dev.tracegate.cli.CommandLine;
import dev.tracegate.cli.Invocation;
import dev.tracegate.config.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A fake machine for the start of the gateway: its files are in a folder, its variables in a map. */
public final class TestEnvironment {
    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private String startedAs = "tracegate";

    public TestEnvironment(Path folder) {
        this.folder = folder;
    }

    public TestEnvironment startedAs(String name) {
        startedAs = name;
        return this;
    }

    public TestEnvironment with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Writes a file in the working folder. */
    public TestEnvironment file(String name, String text) {
        return write(folder.resolve("work").resolve(name), text);
    }

    /** Writes a file by its absolute path on the fake machine. */
    public TestEnvironment systemFile(String absolute, String text) {
        return write(folder.resolve("root").resolve(absolute.substring(1)), text);
    }

    private TestEnvironment write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public ProcessEnvironment processEnvironment() {
        return new ProcessEnvironment(startedAs, environment, folder.resolve("root"), folder.resolve("work"));
    }

    public Invocation start(String... arguments) {
        return new CommandLine("1.2.3", processEnvironment()).interpret(List.of(arguments));
    }

    public Invocation.Run run(String... arguments) {
        var invocation = start(arguments);
        if (invocation instanceof Invocation.Run run) {
            return run;
        }
        throw new AssertionError("not run: " + invocation);
    }

    public Settings settings(String... arguments) {
        return run(arguments).settings();
    }

    public Invocation.Refused refused(String... arguments) {
        var invocation = start(arguments);
        if (invocation instanceof Invocation.Refused refused) {
            return refused;
        }
        throw new AssertionError("not refused: " + invocation);
    }

    public List<String> problems(String... arguments) {
        return refused(arguments).error().lines().toList();
    }
}
