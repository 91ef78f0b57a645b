package dev.tracegate.interop.sampling;

import dev.tracegate.interop.Command;
import dev.tracegate.interop.PythonVenv;
import dev.tracegate.interop.Running;
import dev.tracegate.interop.Workplace;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The programs of {@code gateway/src/test/clients}, installed below {@code target/interop}. */
final class SamplingClients {
    private static final Path SOURCE = Workplace.ROOT.resolve("gateway/src/test/clients");

    private final Path node;
    private final Path go;
    private final Path javaLibraries;
    private final PythonVenv xrayPython;
    private final PythonVenv otelPython;

    private SamplingClients(Path node, Path go, Path javaLibraries, PythonVenv xrayPython, PythonVenv otelPython) {
        this.node = node;
        this.go = go;
        this.javaLibraries = javaLibraries;
        this.xrayPython = xrayPython;
        this.otelPython = otelPython;
    }

    /** Installs what the lock files name; skips the test where that cannot be. */
    static SamplingClients installed() {
        return new SamplingClients(node(), go(), javaLibraries(), PythonVenv.ready(), PythonVenv.ready("otel-venv",
                SOURCE.resolve("python/otel-requirements.txt"), "--no-deps"));
    }

    /** Starts the SDK's program with this configuration. The name is for its files; what it prints is in {@link Running#log}. */
    Running start(SamplingSdk sdk, String name, JsonObject config) {
        String title = "sampling-" + name + "-" + sdk.id();
        Path file = Workplace.folder("logs").resolve(title + ".json");
        try {
            Files.writeString(file, config.encodePrettily());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return command(sdk, file.toString()).with("PYTHONDONTWRITEBYTECODE", "1").start(title);
    }

    private Command command(SamplingSdk sdk, String config) {
        return switch (sdk) {
            case XRAY_NODE -> Command.of("node", node.resolve("client.js").toString(), config);
            case XRAY_PYTHON -> python(xrayPython, sdk, config);
            case OTEL_PYTHON -> python(otelPython, sdk, config);
            case XRAY_GO, OTEL_GO -> Command.of(go.toString(), sdk.family(), config);
            case XRAY_JAVA, OTEL_JAVA -> Command.of(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                    // small, and without a compiler that would take the processor from the others
                    "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m", "-cp", javaLibraries + "/*",
                    SOURCE.resolve("java/Client.java").toString(), sdk.family(), config);
        };
    }

    private static Command python(PythonVenv venv, SamplingSdk sdk, String config) {
        return Command.of(venv.bin().resolve("python").toString(), SOURCE.resolve("python/client.py").toString(),
                sdk.family(), config);
    }

    private static Path node() {
        Workplace.need("node", "node", "--version");
        Path folder = Workplace.folder("sampling-node");
        for (var file : List.of("package.json", "package-lock.json", "client.js", "worker.js")) {
            copy(SOURCE.resolve("node").resolve(file), folder);
        }
        Workplace.need("npm or the packages of " + SOURCE.resolve("node/package-lock.json"), "npm", "ci", "--prefix",
                folder.toString(), "--no-audit", "--no-fund");
        return folder;
    }

    private static Path go() {
        Path program = Workplace.folder("sampling-go").resolve("sampling-client");
        Workplace.need("go or the modules of " + SOURCE.resolve("go/go.sum"), "go", "build", "-C",
                SOURCE.resolve("go").toString(), "-o", program.toString(), ".");
        return program;
    }

    /** Copied once and kept until the POM changes. */
    private static Path javaLibraries() {
        Path folder = Workplace.folder("sampling-java");
        Path pom = SOURCE.resolve("java/pom.xml");
        Path libraries = folder.resolve("lib");
        try {
            if (!Files.exists(folder.resolve("pom.xml")) || Files.mismatch(pom, folder.resolve("pom.xml")) >= 0) {
                Workplace.need("mvn or the libraries of " + pom, "mvn", "--batch-mode", "--quiet", "--file",
                        pom.toString(), "dependency:copy-dependencies", "-DoutputDirectory=" + libraries);
                copy(pom, folder);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return libraries;
    }

    private static void copy(Path file, Path folder) {
        try {
            Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
