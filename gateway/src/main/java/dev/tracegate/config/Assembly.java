package dev.tracegate.config;

import dev.tracegate.config.Layer.Said;
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
import dev.tracegate.tenant.Tenant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes settings of all that is said and of what the mode and the profile bring. */
final class Assembly {
    private static final Set<String> TALKATIVE = Set.of("dev", "debug");

    /** Bodies of calls under way have an eighth of the buffer; a batch of this size passes with any. */
    private static final long SMALL_BATCH = 512L * 1024;
    private static final int BODIES_OF_BUFFER = 8;

    private final Layers layers;
    private final List<Tenant> tenants;
    private final ModeTable.Facts facts;
    private final Surroundings surroundings;
    private final Problems problems;

    /** @param problems told where the settings do not go with the machine */
    Assembly(Layers layers, List<Tenant> tenants, ModeTable.Facts facts, Surroundings surroundings,
            Problems problems) {
        this.layers = layers;
        this.tenants = tenants;
        this.facts = facts;
        this.surroundings = surroundings;
        this.problems = problems;
    }

    Settings settings() {
        var mode = layers.said(Keys.SINK).map(Assembly::chosen).orElseGet(() -> ModeTable.mode(facts));
        var profile = layers.said(Keys.PROFILE)
                .map(Assembly::chosen)
                .orElseGet(() -> ModeTable.profile(mode.value(), surroundings.environment()));
        return new Settings(mode, profile, listen(), memory(profile.value()), upload(), aws(),
                spool(mode.value(), profile.value()), embedded(), logging(),
                new Drain(layers.value(Keys.DRAIN_DEADLINE), layers.value(Keys.DRAIN_QUIET)), history(profile.value()),
                identity(profile.value()), tenants);
    }

    private static <T extends Enum<T>> Choice<T> chosen(Said<T> said) {
        return new Choice<>(said.value(), "told by " + said.origin());
    }

    private Identity identity(Profile profile) {
        var sources = layers.find(Keys.IDENTITY_SOURCES).map(SourceWords::sources).orElseGet(() -> usual(profile));
        var docker = layers.find(Keys.DOCKER_SOCKET).orElse(null);
        if (sources.contains(Identity.Source.DOCKER) && docker == null) {
            problems.add("identity.dockerSocket", "must be set where identity.sources has docker");
        }
        if (sources.contains(Identity.Source.HOST) && sources.contains(Identity.Source.SIDECAR)) {
            problems.add("identity.sources",
                    "cannot have both sidecar, which knows the loopback as one task's, and host, which shares it among many");
        }
        return new Identity(sources, layers.value(Keys.INTROSPECTION), layers.value(Keys.VERIFY),
                layers.value(Keys.HOLD_TIME),
                layers.value(Keys.HOLD_BYTES), layers.value(Keys.PROC_ROOT), layers.value(Keys.REMEMBER_FOR),
                layers.value(Keys.IDENTITY_FOLDER), docker);
    }

    private static List<Identity.Source> usual(Profile profile) {
        return switch (profile) {
            case EMBEDDED -> List.of();
            case SIDECAR -> List.of(Identity.Source.SIDECAR);
            case HOST -> List.of(Identity.Source.INTROSPECTION, Identity.Source.PROC);
        };
    }

    private Listen listen() {
        var admin = layers.value(Keys.ADMIN);
        var udp = layers.value(Keys.UDP);
        var files = new RuntimeFiles(surroundings);
        return new Listen(udp, layers.value(Keys.TCP), admin, files.of(admin.port()),
                layers.find(Keys.ADMIN_TOKEN_FILE).orElse(null), files.lock(udp), layers.value(Keys.TAKE_OVER));
    }

    private void checkBatch(long buffer) {
        long most = Math.max(SMALL_BATCH, buffer / BODIES_OF_BUFFER);
        if (layers.value(Keys.BATCH_BYTES) > most) {
            problems.add("upload.batchBytes",
                    ("%d kB are more than an eighth of memory.buffer, which is what the bodies of calls "
                            + "may take; say %d kB or less, or a buffer of %d MB")
                            .formatted(layers.value(Keys.BATCH_BYTES) / 1024,
                                    most / 1024, layers.value(Keys.BATCH_BYTES) * BODIES_OF_BUFFER / 1024 / 1024));
        }
    }

    private Memory memory(Profile profile) {
        long beside = new BesideBuffer(profile, history(profile).bytes(), layers.value(Keys.HOLD_BYTES)).bytes();
        var memory = layers.find(Keys.BUFFER)
                .filter(bytes -> bytes > 0)
                .map(bytes -> new Memory(bytes, beside, "as told"))
                .orElseGet(() -> share(profile, beside));
        var footprint = new Footprint(profile, machine().limit(), beside);
        footprint.problem(memory.bufferBytes())
                .or(() -> tooLarge(footprint, memory.bufferBytes()))
                .ifPresent(problem -> problems.add(bufferOrigin(), problem));
        checkBatch(memory.bufferBytes());
        return memory;
    }

    /** Where no container has a limit, there is what the machine has. */
    private Optional<String> tooLarge(Footprint footprint, long buffer) {
        var total = machine().total();
        return total.isEmpty() || footprint.with(buffer) <= total.getAsLong()
                ? Optional.empty()
                : Optional.of("%d MB need %d MB of memory, and this machine has %d MB; say less".formatted(
                        buffer / DaemonValues.MIB, footprint.with(buffer) / DaemonValues.MIB,
                        total.getAsLong() / DaemonValues.MIB));
    }

    /** With its line, where the file sets it. */
    private String bufferOrigin() {
        var path = Keys.BUFFER.path();
        return layers.said(Keys.BUFFER).map(Said::origin).filter(origin -> origin.startsWith(path)).orElse(path);
    }

    private MachineMemory machine() {
        return new MachineMemory(surroundings.root());
    }

    private Memory share(Profile profile, long beside) {
        var share = BufferShare.of(profile, machine(), beside);
        return new Memory(share.value(), beside, share.reason());
    }

    private History history(Profile profile) {
        return new History(layers.find(Keys.HISTORY).orElse(BesideBuffer.usualHistory(profile)));
    }

    private Upload upload() {
        return new Upload(layers.value(Keys.BATCH_SEGMENTS), Math.toIntExact(layers.value(Keys.BATCH_BYTES)),
                layers.value(Keys.LINGER), layers.value(Keys.CONCURRENCY), layers.value(Keys.REQUEST_TIMEOUT));
    }

    private Aws aws() {
        return new Aws(layers.find(Keys.REGION).orElse(null), layers.find(Keys.ENDPOINT).orElse(null),
                layers.find(Keys.ROLE_ARN).orElse(null), layers.value(Keys.RESOURCE_ARN),
                layers.value(Keys.LOCAL_MODE), layers.find(Keys.PROXY).orElse(null), layers.value(Keys.VERIFY_TLS));
    }

    private Spool spool(Mode mode, Profile profile) {
        boolean told = layers.said(Keys.SPOOL).isPresent() || layers.said(Keys.SPOOL_FOLDER).isPresent();
        boolean enabled = layers.find(Keys.SPOOL).orElse(mode == Mode.AWS && profile == Profile.HOST);
        return new Spool(enabled, told, layers.value(Keys.SPOOL_FOLDER), layers.value(Keys.SPOOL_BYTES),
                layers.value(Keys.SPOOL_AGE), layers.value(Keys.SPOOL_KEEP),
                layers.find(Keys.SPOOL_KEY_FILE).orElse(null));
    }

    private Embedded embedded() {
        return new Embedded(layers.find(Keys.STORE).orElse(null), layers.value(Keys.RETENTION),
                layers.value(Keys.STORE_BYTES));
    }

    private Logging logging() {
        var level = layers.value(Keys.LEVEL);
        return new Logging(level, layers.find(Keys.LOG_FILE).orElse(null), layers.value(Keys.ROTATE),
                layers.value(Keys.FORMAT), layers.value(Keys.SUMMARY), layers.value(Keys.SUMMARY_EVERY),
                layers.find(Keys.BATCH_LINES).orElseGet(() -> talkative(level)));
    }

    private boolean talkative(String level) {
        return TALKATIVE.contains(level) || ModeTable.daemonsWay(facts).isPresent();
    }
}
