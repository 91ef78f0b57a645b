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
import dev.tracegate.config.Settings.Spool;
import dev.tracegate.config.Settings.Upload;
import dev.tracegate.config.daemon.DaemonValues;
import dev.tracegate.config.schema.ConfigSource.ConfiguredValue;
import dev.tracegate.config.schema.ConfigSources;
import dev.tracegate.config.schema.Problems;
import dev.tracegate.config.schema.SettingsCatalog;
import dev.tracegate.config.schema.SourceWords;
import dev.tracegate.config.sizing.BesideBuffer;
import dev.tracegate.config.sizing.BufferShare;
import dev.tracegate.config.sizing.MachineMemory;
import dev.tracegate.config.sizing.MemoryModel;
import dev.tracegate.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Builds the settings from the values of all sources and the defaults of mode and profile. */
final class SettingsBuilder {
    private static final Set<String> TALKATIVE = Set.of("dev", "debug");

    /** Bodies of calls under way have an eighth of the buffer; a batch of this size passes with any. */
    private static final long SMALL_BATCH = 512L * 1024;
    private static final int BODIES_OF_BUFFER = 8;

    private final ConfigSources layers;
    private final List<Tenant> tenants;
    private final ModeTable.Facts facts;
    private final ProcessEnvironment surroundings;
    private final Problems problems;

    /** @param problems receives a problem if the settings do not fit the machine */
    SettingsBuilder(ConfigSources layers, List<Tenant> tenants, ModeTable.Facts facts, ProcessEnvironment surroundings,
            Problems problems) {
        this.layers = layers;
        this.tenants = tenants;
        this.facts = facts;
        this.surroundings = surroundings;
        this.problems = problems;
    }

    Settings settings() {
        var mode = layers.said(SettingsCatalog.SINK)
                .map(SettingsBuilder::chosen)
                .orElseGet(() -> ModeTable.mode(facts));
        var profile = layers.said(SettingsCatalog.PROFILE)
                .map(SettingsBuilder::chosen)
                .orElseGet(() -> ModeTable.profile(mode.value(), surroundings.environment()));
        return new Settings(mode, profile, listen(), memory(profile.value()), upload(), aws(),
                spool(mode.value(), profile.value()), embedded(), logging(),
                new Drain(layers.value(SettingsCatalog.DRAIN_DEADLINE), layers.value(SettingsCatalog.DRAIN_QUIET)),
                history(profile.value()),
                identity(profile.value()), tenants);
    }

    private static <T extends Enum<T>> Choice<T> chosen(ConfiguredValue<T> said) {
        return new Choice<>(said.value(), "set by " + said.origin());
    }

    private Identity identity(Profile profile) {
        var sources = layers.find(SettingsCatalog.IDENTITY_SOURCES)
                .map(SourceWords::sources)
                .orElseGet(() -> usual(profile));
        var docker = layers.find(SettingsCatalog.DOCKER_SOCKET).orElse(null);
        if (sources.contains(Identity.Source.DOCKER) && docker == null) {
            problems.add("identity.dockerSocket", "must be set where identity.sources has docker");
        }
        if (sources.contains(Identity.Source.HOST) && sources.contains(Identity.Source.SIDECAR)) {
            problems.add("identity.sources",
                    "cannot have both sidecar, which knows the loopback as one task's, and host, which shares it among many");
        }
        return new Identity(sources, layers.value(SettingsCatalog.INTROSPECTION), layers.value(SettingsCatalog.VERIFY),
                layers.value(SettingsCatalog.HOLD_TIME),
                layers.value(SettingsCatalog.HOLD_BYTES), layers.value(SettingsCatalog.PROC_ROOT),
                layers.value(SettingsCatalog.REMEMBER_FOR),
                layers.value(SettingsCatalog.IDENTITY_FOLDER), docker);
    }

    private static List<Identity.Source> usual(Profile profile) {
        return switch (profile) {
            case EMBEDDED -> List.of();
            case SIDECAR -> List.of(Identity.Source.SIDECAR);
            case HOST -> List.of(Identity.Source.INTROSPECTION, Identity.Source.PROC);
        };
    }

    private Listen listen() {
        var admin = layers.value(SettingsCatalog.ADMIN);
        var udp = layers.value(SettingsCatalog.UDP);
        var files = new RuntimeFiles(surroundings);
        return new Listen(udp, layers.value(SettingsCatalog.TCP), admin, files.of(admin.port()),
                layers.find(SettingsCatalog.ADMIN_TOKEN_FILE).orElse(null), files.lock(udp),
                layers.value(SettingsCatalog.TAKE_OVER));
    }

    private void checkBatch(long buffer) {
        long most = Math.max(SMALL_BATCH, buffer / BODIES_OF_BUFFER);
        if (layers.value(SettingsCatalog.BATCH_BYTES) > most) {
            problems.add("upload.batchBytes",
                    ("%d kB are more than an eighth of memory.buffer, which is what the bodies of calls "
                            + "may take; say %d kB or less, or a buffer of %d MB")
                            .formatted(layers.value(SettingsCatalog.BATCH_BYTES) / 1024,
                                    most / 1024,
                                    layers.value(SettingsCatalog.BATCH_BYTES) * BODIES_OF_BUFFER / 1024 / 1024));
        }
    }

    private Memory memory(Profile profile) {
        long beside = new BesideBuffer(profile, history(profile).bytes(), layers.value(SettingsCatalog.HOLD_BYTES))
                .bytes();
        var memory = layers.find(SettingsCatalog.BUFFER)
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

    /** Where no container has a limit, there is what the machine has. */
    private Optional<String> tooLarge(MemoryModel footprint, long buffer) {
        var total = machine().total();
        return total.isEmpty() || footprint.with(buffer) <= total.getAsLong()
                ? Optional.empty()
                : Optional.of("%d MB need %d MB of memory, and this machine has %d MB; say less".formatted(
                        buffer / DaemonValues.MIB, footprint.with(buffer) / DaemonValues.MIB,
                        total.getAsLong() / DaemonValues.MIB));
    }

    /** With its line, where the file sets it. */
    private String bufferOrigin() {
        var path = SettingsCatalog.BUFFER.path();
        return layers.said(SettingsCatalog.BUFFER)
                .map(ConfiguredValue::origin)
                .filter(origin -> origin.startsWith(path))
                .orElse(path);
    }

    private MachineMemory machine() {
        return new MachineMemory(surroundings.root());
    }

    private Memory share(Profile profile, long beside) {
        var share = BufferShare.of(profile, machine(), beside);
        return new Memory(share.value(), beside, share.reason());
    }

    private History history(Profile profile) {
        return new History(layers.find(SettingsCatalog.HISTORY).orElse(BesideBuffer.usualHistory(profile)));
    }

    private Upload upload() {
        return new Upload(layers.value(SettingsCatalog.BATCH_SEGMENTS),
                Math.toIntExact(layers.value(SettingsCatalog.BATCH_BYTES)),
                layers.value(SettingsCatalog.LINGER), layers.value(SettingsCatalog.CONCURRENCY),
                layers.value(SettingsCatalog.REQUEST_TIMEOUT));
    }

    private Aws aws() {
        return new Aws(layers.find(SettingsCatalog.REGION).orElse(null),
                layers.find(SettingsCatalog.ENDPOINT).orElse(null),
                layers.find(SettingsCatalog.ROLE_ARN).orElse(null), layers.value(SettingsCatalog.RESOURCE_ARN),
                layers.value(SettingsCatalog.LOCAL_MODE), layers.find(SettingsCatalog.PROXY).orElse(null),
                layers.value(SettingsCatalog.VERIFY_TLS));
    }

    private Spool spool(Mode mode, Profile profile) {
        boolean told = layers.said(SettingsCatalog.SPOOL).isPresent()
                || layers.said(SettingsCatalog.SPOOL_FOLDER).isPresent();
        boolean enabled = layers.find(SettingsCatalog.SPOOL).orElse(mode == Mode.AWS && profile == Profile.HOST);
        return new Spool(enabled, told, layers.value(SettingsCatalog.SPOOL_FOLDER),
                layers.value(SettingsCatalog.SPOOL_BYTES),
                layers.value(SettingsCatalog.SPOOL_AGE), layers.value(SettingsCatalog.SPOOL_KEEP),
                layers.find(SettingsCatalog.SPOOL_KEY_FILE).orElse(null));
    }

    private Embedded embedded() {
        return new Embedded(layers.find(SettingsCatalog.STORE).orElse(null), layers.value(SettingsCatalog.RETENTION),
                layers.value(SettingsCatalog.STORE_BYTES));
    }

    private Logging logging() {
        var level = layers.value(SettingsCatalog.LEVEL);
        return new Logging(level, layers.find(SettingsCatalog.LOG_FILE).orElse(null),
                layers.value(SettingsCatalog.ROTATE),
                layers.value(SettingsCatalog.FORMAT), layers.value(SettingsCatalog.SUMMARY),
                layers.value(SettingsCatalog.SUMMARY_EVERY),
                layers.find(SettingsCatalog.BATCH_LINES).orElseGet(() -> talkative(level)));
    }

    private boolean talkative(String level) {
        return TALKATIVE.contains(level) || ModeTable.daemonsWay(facts).isPresent();
    }
}
