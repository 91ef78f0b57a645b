package dev.tracegate.cli;

import dev.tracegate.cli.Invocation.Print;
import dev.tracegate.cli.Invocation.Refused;
import dev.tracegate.config.flags.Flag;
import dev.tracegate.config.flags.GoFlags;
import dev.tracegate.config.load.LoadedSettings;
import dev.tracegate.config.load.ProcessEnvironment;
import dev.tracegate.config.load.RuntimeFiles;
import dev.tracegate.config.load.SettingsLoader;
import dev.tracegate.config.schema.Quoted;
import dev.tracegate.config.schema.SettingsCatalog;
import dev.tracegate.files.NamedFile;
import dev.tracegate.sampling.book.RuleScope;
import dev.tracegate.sampling.rule.ClientKind;
import dev.tracegate.text.HostPort;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Parses a command line: either a command and its arguments, or flags in the X-Ray daemon's
 * syntax.
 */
public final class CommandLine {
    /** Exit code of {@code check-config} for an invalid file. */
    private static final int PROBLEMS = 2;
    /** Exit code for an invalid command line, as in the X-Ray daemon. */
    private static final int MISUSE = 2;
    private static final String SOURCE = "--source";
    private static final String TOKEN_FILE = "--token-file";
    private static final Map<String, ClientKind> CLIENTS = Map.of("xray", ClientKind.XRAY, "xray-java",
            ClientKind.XRAY_JAVA, "opentelemetry", ClientKind.OPENTELEMETRY);

    private final String version;
    private final ProcessEnvironment process;

    /** @param version the version of the gateway */
    public CommandLine(String version, ProcessEnvironment process) {
        this.version = version;
        this.process = process;
    }

    /** @param arguments the arguments without the program's name */
    public Invocation interpret(List<String> arguments) {
        var rest = arguments.isEmpty() ? arguments : arguments.subList(1, arguments.size());
        return switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
            case "check-config" -> checkConfig(rest);
            case "explain" -> explain(rest);
            case "health" -> health(rest);
            case "help" -> help();
            case "rules" -> rules(rest);
            case "version" -> version();
            default -> flags(arguments);
        };
    }

    private Invocation flags(List<String> arguments) {
        return switch (GoFlags.read(arguments)) {
            case GoFlags.Line.Help help -> help();
            case GoFlags.Line.Wrong(var message) -> misuse(message);
            case GoFlags.Line.Read(var flags, var rest) when "true".equals(flags.get(Flag.VERSION)) -> version();
            case GoFlags.Line.Read(var flags, var rest) when !rest.isEmpty() -> stray(rest.getFirst());
            case GoFlags.Line.Read(var flags, var rest) -> run(new SettingsLoader(process, flags).load());
        };
    }

    /** An argument that is neither a flag nor a command is an error here. The X-Ray daemon silently ignores it and every flag after it. */
    private static Refused stray(String argument) {
        return misuse("%s is neither a flag nor a command; a switch takes its value with an equals sign, as in -o=true"
                .formatted(Quoted.go(argument)));
    }

    private static Invocation run(LoadedSettings loaded) {
        return switch (loaded) {
            case LoadedSettings.Valid(var settings, var notes) -> new Invocation.Run(settings, notes);
            case LoadedSettings.Invalid(var problems) -> new Refused(problems, "", ExitCode.CANNOT_START);
        };
    }

    private Print version() {
        return new Print("Tracegate version: " + version + "\n", 0);
    }

    private static Print help() {
        return new Print(UsageText.TEXT, 0);
    }

    private static Refused misuse(String message) {
        return new Refused(message + "\n", UsageText.TEXT, MISUSE);
    }

    private Invocation checkConfig(List<String> arguments) {
        if (arguments.size() != 1) {
            return misuse("check-config takes one file");
        }
        var named = arguments.getFirst();
        var path = process.workingFolder().resolve(named);
        try {
            NamedFile.beginning(path, 1);
        } catch (IOException e) {
            return new Print(named + ": cannot be read: " + NamedFile.problem(e) + "\n", PROBLEMS);
        }
        var report = new SettingsLoader(process, Map.of(Flag.CONFIG, named)).check(named);
        return new Print(report.text(), report.valid() ? 0 : PROBLEMS);
    }

    private Invocation health(List<String> arguments) {
        if (!arguments.isEmpty() && !arguments.equals(List.of("--ready"))) {
            return misuse("health takes only --ready");
        }
        return admin(!arguments.isEmpty());
    }

    private Invocation explain(List<String> arguments) {
        var options = new HashMap<String, String>();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            options.put(arguments.get(i), arguments.get(i + 1));
        }
        var source = options.get(SOURCE);
        if (source == null || !Set.of(SOURCE, TOKEN_FILE).containsAll(options.keySet())
                || options.size() * 2 != arguments.size()) {
            return misuse(
                    "explain takes --source with an address, such as 10.0.1.7 or [fd00::7]:40000, and --token-file");
        }
        var tokenFile = Optional.ofNullable(options.get(TOKEN_FILE))
                .or(() -> process.variable(SettingsCatalog.ADMIN_TOKEN_FILE.variable()))
                .map(process.workingFolder()::resolve);
        return new Invocation.Explain(source, admin(false), tokenFile.orElse(null));
    }

    private Invocation rules(List<String> arguments) {
        var usage = "rules test takes a file of rules, --segments with a file of segments, and if needed --client "
                + "(xray, xray-java or opentelemetry) and --tenant";
        if (arguments.size() < 2 || !arguments.getFirst().equals("test") || arguments.size() % 2 != 0) {
            return misuse(usage);
        }
        var options = new HashMap<String, String>();
        for (int i = 2; i < arguments.size(); i += 2) {
            options.put(arguments.get(i), arguments.get(i + 1));
        }
        var segments = options.get("--segments");
        var client = CLIENTS.get(options.getOrDefault("--client", "xray"));
        if (segments == null || client == null || options.size() * 2 + 2 != arguments.size()
                || !Set.of("--segments", "--client", "--tenant").containsAll(options.keySet())) {
            return misuse(usage);
        }
        var folder = process.workingFolder();
        return RulesCommand
                .run(new RulesCommand.Test(folder.resolve(arguments.get(1)), folder.resolve(segments), client,
                        new RuleScope(options.getOrDefault("--tenant", ""))), PROBLEMS);
    }

    /** The admin address of the gateway on this machine. */
    private Invocation.Health admin(boolean ready) {
        var configured = process.variable(SettingsCatalog.ADMIN.variable()).flatMap(HostPort::parse);
        var files = new RuntimeFiles(process);
        var byDefault = Objects.requireNonNull(SettingsCatalog.ADMIN.defaultValue());
        var file = configured.map(address -> files.named(address.port()))
                .orElseGet(() -> files.nearest(byDefault.port()));
        return new Invocation.Health(ready, file, configured.orElse(byDefault));
    }
}
