package dev.tracegate.config.load;

import dev.tracegate.config.Settings;
import dev.tracegate.config.Settings.Notes;
import dev.tracegate.config.flags.Flag;
import dev.tracegate.config.flags.FlagValues;
import dev.tracegate.config.schema.ConfigSource;
import dev.tracegate.config.schema.ConfigSources;
import dev.tracegate.config.schema.Problems;
import dev.tracegate.config.schema.SettingsCatalog;
import dev.tracegate.config.tenants.TenantsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Loads the settings once: finds and reads the file, reads environment variables and flags, and combines them: flags first, then variables, then the file. */
public final class SettingsLoader {
    /** Default locations of the X-Ray daemon's file; the second one is in the working folder. */
    private static final String SYSTEM_FILE = "/etc/amazon/xray/cfg.yaml";
    private static final String LOCAL_FILE = "cfg.yaml";

    private final Problems problems = new Problems();
    private final List<String> notes = new ArrayList<>();
    private final ProcessEnvironment process;
    private final Map<Flag, String> flags;
    private ConfigFile.@Nullable Kind kind;

    public SettingsLoader(ProcessEnvironment process, Map<Flag, String> flags) {
        this.process = process;
        this.flags = flags;
    }

    /** A settings file and its name in messages. */
    private record Source(String named, ConfigFile file) {}

    /** The settings to run the gateway with, or the problems that prevent its start. */
    public LoadedSettings load() {
        var settings = settings(false);
        if (settings == null) {
            return new LoadedSettings.Invalid(String.join("\n", problems.lines()) + "\n");
        }
        notes.add("The buffer memory limit is %s".formatted(settings.memory().reason()));
        return new LoadedSettings.Valid(settings,
                new Notes(notes, problems.warnings(), named().isPresent() && kind == ConfigFile.Kind.OWN));
    }

    /** Runs the checks of {@link #load} and reports the result. If neither file nor variable sets the mode, includes the checks of AWS mode. */
    public CheckReport check(String named) {
        var settings = settings(true);
        var lines = new ArrayList<>(problems.lines());
        if (settings != null) {
            lines.add("%s: ok (%s)".formatted(named, kind == null ? "" : kind.description()));
        }
        problems.warnings().forEach(warning -> lines.add("Warning: " + warning));
        return new CheckReport(String.join("\n", lines) + "\n", settings != null);
    }

    /** The settings; null if a problem was added. */
    private @Nullable Settings settings(boolean checking) {
        var source = source();
        kind = source.map(it -> it.file().kind()).orElse(null);
        var config = new ConfigSources(
                List.of(FlagValues.read(flags, problems), EnvironmentSource.read(process, problems),
                        source.map(Source::file).map(ConfigFile::values).orElseGet(ConfigSource::new)));
        var tenants = source.map(Source::file).map(ConfigFile::tenants).orElse(List.of());
        TenantsFile.checkPorts(tenants, config, problems);
        var settings = problems.none()
                ? new SettingsBuilder(config, tenants, facts(source), process, problems).settings()
                : null;
        if (settings != null) {
            var start = new StartChecks(config, process, problems);
            start.files(settings.spool().enabled());
            boolean undecided = checking && config.get(SettingsCatalog.SINK).isEmpty();
            if (settings.mode().value() == Settings.Mode.AWS || undecided) {
                start.aws();
                TenantsFile.checkAccess(tenants, undecided, problems);
            }
        }
        return problems.none() ? settings : null;
    }

    private Optional<Source> source() {
        var source = named().map(path -> new Source(path, ConfigFile.named(path, inWorkingFolder(path), problems)))
                .or(this::found);
        source.ifPresent(
                it -> notes.add("Settings read from %s, %s".formatted(it.named(), it.file().kind().description())));
        return source;
    }

    /** The path of the file that a flag or a variable names. */
    private Optional<String> named() {
        return Optional.ofNullable(flags.get(Flag.CONFIG))
                .filter(path -> !path.isEmpty())
                .or(() -> process.variable(EnvironmentSource.CONFIG));
    }

    private Optional<Source> found() {
        return Stream
                .of(Map.entry(SYSTEM_FILE, process.file(SYSTEM_FILE)),
                        Map.entry("./" + LOCAL_FILE, inWorkingFolder(LOCAL_FILE)))
                .filter(place -> !Files.notExists(place.getValue()))
                .findFirst()
                .map(place -> found(place.getKey(), place.getValue()));
    }

    private Source found(String named, Path path) {
        var file = ConfigFile.found(named, path, problems);
        if (!problems.none()) {
            problems.add("These problems are in %s, a default location of the X-Ray daemon; -c selects another file"
                    .formatted(named));
        }
        return new Source(named, file);
    }

    private Path inWorkingFolder(String path) {
        return process.workingFolder().resolve(path);
    }

    private ModeTable.Facts facts(Optional<Source> source) {
        var daemonFile = source.filter(it -> it.file().kind() == ConfigFile.Kind.DAEMON).map(Source::named);
        boolean ownFile = source.isPresent() && daemonFile.isEmpty();
        var daemonFlag = flags.keySet()
                .stream()
                .filter(flag -> flag.isDaemonFlag() && !(flag == Flag.CONFIG && ownFile))
                .findFirst()
                .map(Flag::written);
        return new ModeTable.Facts(process.startedAs(), daemonFlag.orElse(null), daemonFile.orElse(null),
                process.environment());
    }
}
