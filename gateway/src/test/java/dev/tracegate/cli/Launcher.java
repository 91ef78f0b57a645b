package dev.tracegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs the launcher script in an isolated environment: one shell, selected tools, and fake JDKs that print their arguments. */
final class Launcher {
    static final Path SCRIPT = Path.of(System.getProperty("basedir", "."), "src/main/dist/bin/tracegate")
            .toAbsolutePath();
    /** The programs that the script needs besides a shell. */
    private static final List<String> TOOLS = List.of("readlink", "head", "ls");

    private final Path folder;
    private final List<String> shell;
    private final Map<String, String> environment = new HashMap<>();
    private Path script = SCRIPT;

    Launcher(Path folder, String shell) throws IOException {
        this.folder = folder;
        this.shell = List.of(shell.split(" ", -1));
        Files.createDirectories(folder.resolve("bin"));
        Files.createDirectories(folder.resolve("work"));
        for (var tool : TOOLS) {
            tool(tool);
        }
        with("PATH", folder.resolve("bin").toString()).with("TRACEGATE_JVM_FOLDERS", "").with("HOME", "/none");
    }

    /** The supported shells that are installed on this machine. */
    static Stream<String> shells() {
        return Stream.of("/bin/sh", "dash", "bash", "busybox ash")
                .filter(shell -> shell.startsWith("/") || find(shell.split(" ", -1)[0]) != null);
    }

    private static Path find(String tool) {
        return Stream.of("/usr/bin", "/bin")
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** Adds a tool to the launcher's path and returns whether it is installed on this machine. */
    boolean tool(String name) throws IOException {
        return tool(name, name);
    }

    boolean tool(String name, String real) throws IOException {
        var found = find(real);
        if (found != null) {
            Files.createSymbolicLink(folder.resolve("bin").resolve(name), found);
        }
        return found != null;
    }

    Launcher with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    Launcher file(String name, String text) throws IOException {
        Files.writeString(folder.resolve("work").resolve(name), text);
        return this;
    }

    /** Redirects the system files that the script reads to the folder of the test. */
    Launcher onItsOwnRoot() throws IOException {
        var text = Files.readString(SCRIPT)
                .replace("/proc/", folder + "/root/proc/")
                .replace("/sys/fs/", folder + "/root/sys/fs/")
                .replace("/run/tracegate", folder + "/root/run/tracegate");
        return script(Files.writeString(folder.resolve("tracegate"), text));
    }

    void system(String path, String text) throws IOException {
        var file = folder.resolve("root").resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    Launcher script(Path script) {
        this.script = script;
        return this;
    }

    /** Creates a fake JDK with the given version in the folder. */
    Path jdk(String name, String version) throws IOException {
        var home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"),
                "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nOS_NAME=\"Linux\"");
        var java = home.resolve("bin/java");
        Files.writeString(java,
                "#!/bin/sh\necho \"jdk=$0\"\necho \"arenas=$MALLOC_ARENA_MAX\"\necho \"zone=${TZ-}\"\necho \"locale=$LC_ALL\"\n"
                        + "echo \"java=${JAVA_TOOL_OPTIONS-.}${JDK_JAVA_OPTIONS-.}${_JAVA_OPTIONS-.}${CLASSPATH-}\"\nfor word; do echo \"[$word]\"; done\nexit 7\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    /** Sets JAVA_HOME to a fake JDK with a supported version. */
    Launcher anyJdk() throws IOException {
        return with("JAVA_HOME", jdk("jdk", "25.0.3").toString());
    }

    record Ended(int exit, String output, String errors) {
        /** The arguments of the JVM. */
        List<String> arguments() {
            return output.lines()
                    .filter(line -> line.startsWith("["))
                    .map(line -> line.substring(1, line.length() - 1))
                    .toList();
        }

        String jdk() {
            return output.lines()
                    .filter(line -> line.startsWith("jdk="))
                    .findFirst()
                    .orElse(output + errors)
                    .substring("jdk=".length());
        }
    }

    Ended run(String... arguments) throws IOException, InterruptedException {
        var first = find(shell.getFirst().substring(shell.getFirst().lastIndexOf('/') + 1));
        var command = Stream
                .of(Stream.of(String.valueOf(first)), shell.stream().skip(1), Stream.of(script.toString()),
                        Stream.of(arguments))
                .flatMap(part -> part)
                .toList();
        var out = Files.createTempFile(folder, "out", "");
        var err = Files.createTempFile(folder, "err", "");
        var builder = new ProcessBuilder(command).directory(folder.resolve("work").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }
}
