package dev.tracegate.interop;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A Python of the tests' own with pinned requirements in it: the X-Ray SDK, boto3 and the AWS CLI, or what another file lists. */
public final class PythonVenv {
    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final Path folder;

    private PythonVenv(Path folder) {
        this.folder = folder;
    }

    /** Made once and kept in {@code target/interop/venv} until the requirements change; skips the test where that cannot be. */
    public static PythonVenv ready() {
        return ready("venv", "requirements.txt");
    }

    /** The same of another file of requirements, in a folder of its own. */
    static PythonVenv ready(String name, String requirements) {
        return ready(name, Workplace.PYTHON_SCRIPTS.resolve(requirements));
    }

    /** The same of a file of requirements anywhere, with these options of {@code pip install}. */
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

    /** Where {@code aws} and {@code python} are. */
    public Path bin() {
        return folder.resolve("bin");
    }

    /** Runs one of the scripts and reads the JSON it prints. */
    JsonObject run(DistributionProcess gateway, String script, String... arguments) {
        var words = new ArrayList<>(
                List.of(bin().resolve("python").toString(), Workplace.PYTHON_SCRIPTS.resolve(script).toString()));
        words.addAll(List.of(arguments));
        return json(Command.of(words)
                .with("AWS_XRAY_DAEMON_ADDRESS", gateway.daemonAddress())
                .with("AWS_ENDPOINT_URL_XRAY", gateway.endpoint().toString())
                .with("PYTHONDONTWRITEBYTECODE", "1"));
    }

    /** Runs {@code aws} with nothing but the words given, as in a shell without AWS settings. */
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
