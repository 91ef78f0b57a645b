package dev.tracegate.config.load;

import dev.tracegate.config.Settings;
import dev.tracegate.config.Settings.Aws;
import dev.tracegate.config.Settings.Choice;
import dev.tracegate.config.Settings.Drain;
import dev.tracegate.config.Settings.Embedded;
import dev.tracegate.config.Settings.History;
import dev.tracegate.config.Settings.Identity;
import dev.tracegate.config.Settings.Listen;
import dev.tracegate.config.Settings.Logging;
import dev.tracegate.config.Settings.Memory;
import dev.tracegate.config.Settings.Mode;
import dev.tracegate.config.Settings.Profile;
import dev.tracegate.config.Settings.Sampling;
import dev.tracegate.config.Settings.Spool;
import dev.tracegate.config.Settings.Upload;
import dev.tracegate.config.daemon.DaemonValues;
import dev.tracegate.config.schema.ConfigSource.ConfiguredValue;
import dev.tracegate.config.schema.ConfigSources;
import dev.tracegate.config.schema.IdentitySourceNames;
import dev.tracegate.config.schema.Problems;
import dev.tracegate.config.schema.SettingsCatalog;
import dev.tracegate.config.sizing.BesideBuffer;
import dev.tracegate.config.sizing.BufferShare;
import dev.tracegate.config.sizing.MachineMemory;
import dev.tracegate.config.sizing.MemoryModel;
import dev.tracegate.tenant.Tenant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Builds the settings from the values of all sources and the defaults of mode and profile. */
final class SettingsBuilder {
    private static final Set<String> VERBOSE_LEVELS = Set.of("dev", "debug");

    /** Maximum batch in bytes that is allowed with any buffer. A larger one must fit the share of the buffer for the bodies of calls. */
    private static final long SMALL_BATCH = 512L * 1024;
    /** The bodies of calls in flight may take an eighth of the buffer. */
    private static final int BODIES_OF_BUFFER = 8;

    private static final String RULES_FILE_NAME = "sampling-rules.db";

    private final ConfigSources config;
    private final List<Tenant> tenants;
    private final ModeTable.Facts facts;
    private final ProcessEnvironment process;
    private final Problems problems;

    /** @param problems receives a problem if the settings do not fit the machine */
    SettingsBuilder(ConfigSources config, List<Tenant> tenants, ModeTable.Facts facts, ProcessEnvironment process,
            Problems problems) {
        this.config = config;
        this.tenants = tenants;
        this.facts = facts;
        this.process = process;
        this.problems = problems;
    }

    Settings settings() {
        var mode = config.get(SettingsCatalog.SINK)
                .map(SettingsBuilder::chosen)
                .orElseGet(() -> ModeTable.mode(facts));
        var profile = config.get(SettingsCatalog.PROFILE)
                .map(SettingsBuilder::chosen)
                .orElseGet(() -> ModeTable.profile(mode.value(), process.environment()));
        return new Settings(mode, profile, listen(), memory(profile.value()), upload(), aws(),
                spool(mode.value(), profile.value()), embedded(), logging(),
                new Drain(config.value(SettingsCatalog.DRAIN_DEADLINE), config.value(SettingsCatalog.DRAIN_QUIET)),
                history(profile.value()), sampling(mode.value(), profile.value()),
                identity(profile.value()), tenants);
    }

    private static <T extends Enum<T>> Choice<T> chosen(ConfiguredValue<T> configured) {
        return new Choice<>(configured.value(), "set by " + configured.origin());
    }

    private Identity identity(Profile profile) {
        var sources = config.find(SettingsCatalog.IDENTITY_SOURCES)
                .map(IdentitySourceNames::sources)
                .orElseGet(() -> defaultSources(profile));
        var docker = config.find(SettingsCatalog.DOCKER_SOCKET).orElse(null);
        if (sources.contains(Identity.Source.DOCKER) && docker == null) {
            problems.add("identity.dockerSocket", "must be set if identity.sources contains docker");
        }
        if (sources.contains(Identity.Source.HOST) && sources.contains(Identity.Source.SIDECAR)) {
            problems.add("identity.sources",
                    "cannot have both sidecar, where the loopback belongs to one task, and host, where many tasks share it");
        }
        return new Identity(sources, config.value(SettingsCatalog.INTROSPECTION), config.value(SettingsCatalog.VERIFY),
                config.value(SettingsCatalog.HOLD_TIME),
                config.value(SettingsCatalog.HOLD_BYTES), config.value(SettingsCatalog.PROC_ROOT),
                config.value(SettingsCatalog.REMEMBER_FOR),
                config.value(SettingsCatalog.IDENTITY_FOLDER), docker);
    }

    private static List<Identity.Source> defaultSources(Profile profile) {
        return switch (profile) {
            case EMBEDDED -> List.of();
            case SIDECAR -> List.of(Identity.Source.SIDECAR);
            case HOST -> List.of(Identity.Source.INTROSPECTION, Identity.Source.PROC);
        };
    }

    private Listen listen() {
        var admin = config.value(SettingsCatalog.ADMIN);
        var udp = config.value(SettingsCatalog.UDP);
        var files = new RuntimeFiles(process);
        return new Listen(udp, config.value(SettingsCatalog.TCP), admin, files.of(admin.port()),
                config.find(SettingsCatalog.ADMIN_TOKEN_FILE).orElse(null), files.lock(udp),
                config.value(SettingsCatalog.TAKE_OVER));
    }

    private void checkBatch(long buffer) {
        long most = Math.max(SMALL_BATCH, buffer / BODIES_OF_BUFFER);
        if (config.value(SettingsCatalog.BATCH_BYTES) > most) {
            problems.add("upload.batchBytes",
                    ("%d kB are more than an eighth of memory.buffer, which is what the bodies of calls "
                            + "may take; use %d kB or less, or a buffer of %d MB")
                            .formatted(config.value(SettingsCatalog.BATCH_BYTES) / 1024,
                                    most / 1024,
                                    config.value(SettingsCatalog.BATCH_BYTES) * BODIES_OF_BUFFER / 1024 / 1024));
        }
    }

    private Memory memory(Profile profile) {
        long beside = new BesideBuffer(profile, history(profile).bytes(), config.value(SettingsCatalog.HOLD_BYTES))
                .bytes();
        var memory = config.find(SettingsCatalog.BUFFER)
                .filter(bytes -> bytes > 0)
                .map(bytes -> new Memory(bytes, beside, "set by " + bufferOrigin()))
                .orElseGet(() -> share(profile, beside));
        var footprint = new MemoryModel(profile, machine().limit(), beside);
        footprint.problem(memory.bufferBytes())
                .or(() -> tooLarge(footprint, memory.bufferBytes()))
                .ifPresent(problem -> problems.add(bufferOrigin(), problem));
        checkBatch(memory.bufferBytes());
        return memory;
    }

    /** The problem of a buffer that exceeds the machine's memory; empty if it fits. */
    private Optional<String> tooLarge(MemoryModel footprint, long buffer) {
        var total = machine().total();
        return total.isEmpty() || footprint.with(buffer) <= total.getAsLong()
                ? Optional.empty()
                : Optional.of("%d MB need %d MB of memory, and this machine has %d MB; use less".formatted(
                        buffer / DaemonValues.MIB, footprint.with(buffer) / DaemonValues.MIB,
                        total.getAsLong() / DaemonValues.MIB));
    }

    /** The key of the buffer, with its line if the file sets it. */
    private String bufferOrigin() {
        var path = SettingsCatalog.BUFFER.path();
        return config.get(SettingsCatalog.BUFFER)
                .map(ConfiguredValue::origin)
                .filter(origin -> origin.startsWith(path))
                .orElse(path);
    }

    private MachineMemory machine() {
        return new MachineMemory(process.root());
    }

    private Memory share(Profile profile, long beside) {
        var share = BufferShare.of(profile, machine(), beside);
        return new Memory(share.value(), beside, share.reason());
    }

    private History history(Profile profile) {
        return new History(config.find(SettingsCatalog.HISTORY).orElse(BesideBuffer.defaultHistory(profile)));
    }

    private Upload upload() {
        return new Upload(config.value(SettingsCatalog.BATCH_SEGMENTS),
                Math.toIntExact(config.value(SettingsCatalog.BATCH_BYTES)),
                config.value(SettingsCatalog.LINGER), config.value(SettingsCatalog.CONCURRENCY),
                config.value(SettingsCatalog.REQUEST_TIMEOUT));
    }

    private Aws aws() {
        return new Aws(config.find(SettingsCatalog.REGION).orElse(null),
                config.find(SettingsCatalog.ENDPOINT).orElse(null),
                config.find(SettingsCatalog.ROLE_ARN).orElse(null), config.value(SettingsCatalog.RESOURCE_ARN),
                config.value(SettingsCatalog.LOCAL_MODE), config.find(SettingsCatalog.PROXY).orElse(null),
                config.value(SettingsCatalog.VERIFY_TLS));
    }

    private Spool spool(Mode mode, Profile profile) {
        boolean explicit = config.get(SettingsCatalog.SPOOL).isPresent()
                || config.get(SettingsCatalog.SPOOL_FOLDER).isPresent();
        boolean enabled = config.find(SettingsCatalog.SPOOL).orElse(mode == Mode.AWS && profile == Profile.HOST);
        return new Spool(enabled, explicit, config.value(SettingsCatalog.SPOOL_FOLDER),
                config.value(SettingsCatalog.SPOOL_BYTES),
                config.value(SettingsCatalog.SPOOL_AGE), config.value(SettingsCatalog.SPOOL_KEEP),
                config.find(SettingsCatalog.SPOOL_KEY_FILE).orElse(null));
    }

    private Embedded embedded() {
        return new Embedded(config.find(SettingsCatalog.STORE).orElse(null), config.value(SettingsCatalog.RETENTION),
                config.value(SettingsCatalog.STORE_BYTES));
    }

    private Sampling sampling(Mode mode, Profile profile) {
        var source = mode == Mode.EMBEDDED ? Sampling.RuleSource.RULES : config.value(SettingsCatalog.SAMPLING_SOURCE);
        var file = config.find(SettingsCatalog.RULES_FILE);
        var store = config.find(SettingsCatalog.RULES_STORE)
                .or(() -> mode == Mode.EMBEDDED
                        ? config.find(SettingsCatalog.STORE).map(traces -> traces.resolveSibling(RULES_FILE_NAME))
                        : Optional.empty());
        if (mode == Mode.AWS && source != Sampling.RuleSource.XRAY && file.isEmpty() && store.isEmpty()) {
            problems.add("sampling.source", "%s needs rules: set sampling.rulesFile or sampling.store"
                    .formatted(source.name().toLowerCase(Locale.ROOT)));
        }
        return new Sampling(config.value(SettingsCatalog.KEEP_RATE), source, file.orElse(null), store.orElse(null),
                config.value(SettingsCatalog.CUSTOM_RULES),
                config.value(SettingsCatalog.GATEWAYS),
                // a sidecar has one task to observe, and few bytes for it
                config.find(SettingsCatalog.SAMPLING_CLIENTS).orElse(profile != Profile.SIDECAR));
    }

    private Logging logging() {
        var level = config.value(SettingsCatalog.LEVEL);
        return new Logging(level, config.find(SettingsCatalog.LOG_FILE).orElse(null),
                config.value(SettingsCatalog.ROTATE),
                config.value(SettingsCatalog.FORMAT), config.value(SettingsCatalog.SUMMARY),
                config.value(SettingsCatalog.SUMMARY_EVERY),
                config.find(SettingsCatalog.BATCH_LINES).orElseGet(() -> isVerbose(level)));
    }

    private boolean isVerbose(String level) {
        return VERBOSE_LEVELS.contains(level) || ModeTable.startedAsDaemon(facts).isPresent();
    }
}
