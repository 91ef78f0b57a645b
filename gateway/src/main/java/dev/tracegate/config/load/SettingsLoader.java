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

/** One run of the loaders: finds the file, reads it, the environment and the flags, and puts them together by rank. */
public final class SettingsLoader {
    /** Where the X-Ray daemon looks for a file when none is named; the second is in the working folder. */
    private static final String SYSTEM_FILE = "/etc/amazon/xray/cfg.yaml";
    private static final String LOCAL_FILE = "cfg.yaml";

    private final Problems problems = new Problems();
    private final List<String> notes = new ArrayList<>();
    private final ProcessEnvironment surroundings;
    private final Map<Flag, String> flags;
    private ConfigFile.@Nullable Kind kind;

    public SettingsLoader(ProcessEnvironment surroundings, Map<Flag, String> flags) {
        this.surroundings = surroundings;
        this.flags = flags;
    }

    /** A file of settings and how it is called. */
    private record Source(String named, ConfigFile file) {}

    /** To run the gateway with the settings; refused where it could not start with them. */
    public LoadedSettings load() {
        var settings = settings(false);
        if (settings == null) {
            return new LoadedSettings.Invalid(String.join("\n", problems.lines()) + "\n");
        }
        notes.add("The buffer memory limit is %s".formatted(settings.memory().reason()));
        return new LoadedSettings.Valid(settings,
                new Notes(notes, problems.warnings(), named().isPresent() && kind == ConfigFile.Kind.OWN));
    }

    /** Makes the checks of {@link #load} and reports them; where neither file nor variable sets the mode, also what AWS mode would refuse. */
    public CheckReport check(String named) {
        var settings = settings(true);
        var lines = new ArrayList<>(problems.lines());
        if (settings != null) {
            lines.add("%s: ok (%s)".formatted(named, kind == null ? "" : kind.words()));
        }
        problems.warnings().forEach(warning -> lines.add("Warning: " + warning));
        return new CheckReport(String.join("\n", lines) + "\n", settings != null);
    }

    /** Null where there are problems, which are in the list already. */
    private @Nullable Settings settings(boolean checking) {
        var source = source();
        kind = source.map(it -> it.file().kind()).orElse(null);
        var layers = new ConfigSources(
                List.of(FlagValues.read(flags, problems), EnvironmentSource.read(surroundings, problems),
                        source.map(Source::file).map(ConfigFile::layer).orElseGet(ConfigSource::new)));
        var tenants = source.map(Source::file).map(ConfigFile::tenants).orElse(List.of());
        TenantsFile.checkPorts(tenants, layers, problems);
        var settings = problems.none()
                ? new SettingsBuilder(layers, tenants, facts(source), surroundings, problems).settings()
                : null;
        if (settings != null) {
            var start = new StartChecks(layers, surroundings, problems);
            start.files(settings.spool().enabled());
            boolean undecided = checking && layers.said(SettingsCatalog.SINK).isEmpty();
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
        source.ifPresent(it -> notes.add("Settings read from %s, %s".formatted(it.named(), it.file().kind().words())));
        return source;
    }

    /** The path of the file that a flag or a variable names. */
    private Optional<String> named() {
        return Optional.ofNullable(flags.get(Flag.CONFIG))
                .filter(path -> !path.isEmpty())
                .or(() -> surroundings.variable(EnvironmentSource.CONFIG));
    }

    private Optional<Source> found() {
        return Stream
                .of(Map.entry(SYSTEM_FILE, surroundings.file(SYSTEM_FILE)),
                        Map.entry("./" + LOCAL_FILE, inWorkingFolder(LOCAL_FILE)))
                .filter(place -> !Files.notExists(place.getValue()))
                .findFirst()
                .map(place -> found(place.getKey(), place.getValue()));
    }

    private Source found(String named, Path path) {
        var file = ConfigFile.found(named, path, problems);
        if (!problems.none()) {
            problems.add("This is about %s, which was found where the X-Ray daemon looks; -c names another file"
                    .formatted(named));
        }
        return new Source(named, file);
    }

    private Path inWorkingFolder(String path) {
        return surroundings.workingFolder().resolve(path);
    }

    private ModeTable.Facts facts(Optional<Source> source) {
        var daemonFile = source.filter(it -> it.file().kind() == ConfigFile.Kind.DAEMON).map(Source::named);
        boolean ownFile = source.isPresent() && daemonFile.isEmpty();
        var daemonFlag = flags.keySet()
                .stream()
                .filter(flag -> flag.daemons() && !(flag == Flag.CONFIG && ownFile))
                .findFirst()
                .map(Flag::written);
        return new ModeTable.Facts(surroundings.startedAs(), daemonFlag.orElse(null), daemonFile.orElse(null),
                surroundings.environment());
    }
}
