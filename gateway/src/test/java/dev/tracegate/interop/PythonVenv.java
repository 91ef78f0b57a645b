package dev.tracegate.interop;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Python virtual environment with pinned requirements: the X-Ray SDK, boto3 and the AWS CLI, or those of another file. */
public final class PythonVenv {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final Path folder;

    private PythonVenv(Path folder) {
        this.folder = folder;
    }

    /** Creates the environment in {@code target/interop/venv} once per version of the requirements; skips the test if that fails. */
    public static PythonVenv ready() {
        return ready("venv", "requirements.txt");
    }

    /** Creates an environment from another requirements file in a separate folder. */
    static PythonVenv ready(String name, String requirements) {
        return ready(name, Workplace.PYTHON_SCRIPTS.resolve(requirements));
    }

    /** Creates an environment from any requirements file with the given options of {@code pip install}. */
    public static PythonVenv ready(String name, Path wanted, String... options) {
        Path folder = Workplace.folder(name);
        Path installed = folder.resolve("installed-requirements.txt");
        try {
            if (!Files.exists(installed) || Files.mismatch(wanted, installed) >= 0) {
                install(folder, wanted, List.of(options));
                Files.copy(wanted, installed);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return new PythonVenv(folder);
    }

    private static void install(Path folder, Path requirements, List<String> options) {
        Workplace.need("python3 with its venv module", "python3", "-m", "venv", "--clear", folder.toString());
        var pip = new ArrayList<>(List.of(folder.resolve("bin/python").toString(), "-m", "pip", "install", "--quiet",
                "--requirement", requirements.toString()));
        pip.addAll(options);
        Workplace.need("the Python packages of " + requirements, pip.toArray(String[]::new));
    }

    /** The folder of {@code aws} and {@code python}. */
    public Path bin() {
        return folder.resolve("bin");
    }

    /** Runs a script and parses the JSON that it prints. */
    JsonObject run(DistributionProcess gateway, String script, String... arguments) {
        var words = new ArrayList<>(
                List.of(bin().resolve("python").toString(), Workplace.PYTHON_SCRIPTS.resolve(script).toString()));
        words.addAll(List.of(arguments));
        return json(Command.of(words)
                .with("AWS_XRAY_DAEMON_ADDRESS", gateway.daemonAddress())
                .with("AWS_ENDPOINT_URL_XRAY", gateway.endpoint().toString())
                .with("PYTHONDONTWRITEBYTECODE", "1"));
    }

    /** Runs {@code aws} with only the given arguments and without AWS settings. */
    JsonObject aws(String... words) {
        var command = new ArrayList<>(List.of(bin().resolve("aws").toString()));
        command.addAll(List.of(words));
        return json(Command.of(command));
    }

    private static JsonObject json(Command command) {
        try {
            return command.run(DEADLINE).json();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
