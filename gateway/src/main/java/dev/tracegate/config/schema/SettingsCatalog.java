package dev.tracegate.config.schema;

import dev.tracegate.config.Settings;
import dev.tracegate.config.Settings.Identity.Verify;
import dev.tracegate.config.Settings.Logging.Format;
import dev.tracegate.config.Settings.Logging.Summary;
import dev.tracegate.config.Settings.Mode;
import dev.tracegate.config.Settings.Profile;
import dev.tracegate.text.HostPort;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every setting there is: the file's keys, the environment's variables, the schema and the documentation all come from here. */
public final class SettingsCatalog {
    private static final List<Key<?>> TABLE = new ArrayList<>();

    public static final Key<Mode> SINK = open("sink", ValueType.word(Mode.class), "see *Modes*",
            "Where batches go: `aws` uploads to X-Ray, `embedded` keeps them in the embedded X-Ray.");
    public static final Key<Profile> PROFILE = open("profile", ValueType.word(Profile.class), "see *Profiles*",
            "Which home the gateway has, which decides its sizes.");

    public static final Key<HostPort> UDP = key("listen.udp", ValueType.address(), "127.0.0.1:2000",
            "Where segments arrive.");
    public static final Key<HostPort> TCP = key("listen.tcp", ValueType.address(), "127.0.0.1:2000",
            "Where SDKs ask for sampling rules; in embedded mode the whole X-Ray API.");
    public static final Key<HostPort> ADMIN = key("listen.admin", ValueType.address(), "127.0.0.1:2080",
            "Health and metrics. Another port is taken where this one is in use.");
    public static final Key<Path> ADMIN_TOKEN_FILE = open("listen.adminTokenFile", ValueType.path(),
            "none: in the host profile nobody may read `/v1`, elsewhere everyone on the loopback",
            "A file with the bearer token that calls below `/v1` must show.");
    public static final Key<Boolean> TAKE_OVER = key("listen.takeOver", ValueType.bool(), "false",
            "Take the addresses over from the gateway that has them, without a gap. Where none has them, start as always.");

    // 3: the daemon's least; it means MiB, but "3MB" is what people will write
    public static final Key<Long> BUFFER = open("memory.buffer", ValueType.size("3MB", "64GiB"), "see *Profiles*",
            "The most that accepted segments may take, in every form. Beyond it new ones are shed, and counted.");

    // below 64 KiB there is hardly anything to find
    public static final Key<Long> HISTORY = open("history.bytes", ValueType.sizeOrNone("64KiB", "256MiB"),
            "see *Profiles*",
            "Memory for what became of the last segments, 96 bytes each, which `/v1/traces/{traceId}/fate` tells.");

    public static final Key<Integer> BATCH_SEGMENTS = key("upload.batchSegments", ValueType.integer(1, 50), "50",
            "Segments in a call at most. 50 is X-Ray's maximum.");
    public static final Key<Long> BATCH_BYTES = key("upload.batchBytes", ValueType.size("1KiB", "64MiB"), "512KiB",
            "Bytes of escaped documents after which a batch is full.");
    public static final Key<Duration> LINGER = key("upload.linger", ValueType.duration("0s", "1m"), "1s",
            "How long the first segment of a batch waits for others.");
    public static final Key<Integer> CONCURRENCY = key("upload.concurrency", ValueType.integer(1, 512), "64",
            "Calls in flight at once, at most. As many are used as the latency of X-Ray asks for.");
    public static final Key<Duration> REQUEST_TIMEOUT = key("upload.requestTimeout", ValueType.duration("100ms", "5m"),
            "10s",
            "For one attempt, from connecting to the last byte of the answer.");

    public static final Key<String> REGION = open("aws.region", ValueType.text(),
            "the environment's, then the metadata services'",
            "The Region segments go to.");
    public static final Key<URI> ENDPOINT = open("aws.endpoint", ValueType.url(), "the Region's own",
            "X-Ray's base URL.");
    public static final Key<String> ROLE_ARN = open("aws.roleArn", ValueType.text(),
            "none: the process's own credentials",
            "The IAM role assumed for every call.");
    public static final Key<String> RESOURCE_ARN = key("aws.resourceArn", ValueType.text(), "",
            "The AWS resource the gateway runs on, copied into telemetry records.");
    public static final Key<Boolean> LOCAL_MODE = key("aws.localMode", ValueType.bool(), "false",
            "Do not ask the ECS and EC2 metadata for Region, host name and instance id.");
    public static final Key<URI> PROXY = open("aws.proxy", ValueType.url(), "`HTTPS_PROXY`",
            "A forward proxy for calls to AWS.");
    public static final Key<Boolean> VERIFY_TLS = key("aws.verifyTls", ValueType.bool(), "true",
            "Check the certificates of AWS. `false` is for tests only.");

    public static final Key<Boolean> SPOOL = open("spool.enabled", ValueType.bool(),
            "`true` in the host profile, unless in embedded mode; else `false`",
            "Whether segments that memory cannot hold wait on disk.");
    public static final Key<Path> SPOOL_FOLDER = key("spool.folder", ValueType.path(), "/var/lib/tracegate/spool",
            "The folder they wait in, on a local disk; made where it is not there.");
    public static final Key<Long> SPOOL_BYTES = key("spool.maxBytes", ValueType.size("32MiB", "1024GiB"), "1GiB",
            "The most that the spool's file and its log may take.");
    public static final Key<Duration> SPOOL_AGE = key("spool.maxAge", ValueType.duration("1m", "30d"), "24h",
            "What has waited there longer is shed. X-Ray keeps nothing beyond 30 days.");
    public static final Key<Settings.Spool.Keep> SPOOL_KEEP = key("spool.keep",
            ValueType.word(Settings.Spool.Keep.class),
            "pressure",
            "Which segments are on disk and survive a kill: those that memory cannot hold, or all that has not been delivered within about a `second`.");
    public static final Key<Path> SPOOL_KEY_FILE = open("spool.keyFile", ValueType.path(),
            "none: they are not encrypted",
            "A file with a key of 32 bytes, as they are, in hex or in base64, under which segments on disk are encrypted.");

    public static final Key<Path> STORE = open("embedded.store", ValueType.path(),
            "a temporary file that goes with the process",
            "The file the embedded X-Ray keeps traces in.");
    public static final Key<Duration> RETENTION = key("embedded.retention", ValueType.duration("1m", "3650d"), "24h",
            "Traces older than this are dropped.");
    public static final Key<Long> STORE_BYTES = key("embedded.maxBytes", ValueType.size("1MiB", "1024GiB"), "256MiB",
            "The store's size, above which the oldest traces are dropped.");

    public static final Key<String> LEVEL = key("logging.level",
            ValueType.oneOf("dev", "debug", "info", "warn", "error", "prod"),
            "prod", "How much is logged, in the X-Ray daemon's words: `dev` is everything, `prod` is `info`.");
    public static final Key<Path> LOG_FILE = open("logging.file", ValueType.path(), "standard output",
            "Where the log goes.");
    public static final Key<Boolean> ROTATE = key("logging.rotate", ValueType.bool(), "true",
            "Begin a new log file at 50 MB, and keep one old one.");
    public static final Key<Format> FORMAT = key("logging.format", ValueType.word(Format.class), "text",
            "`text` is as the X-Ray daemon logs; `json` is one object a line.");
    public static final Key<Summary> SUMMARY = key("logging.summary", ValueType.word(Summary.class), "text",
            "The form of the regular summary; `emf` is CloudWatch's embedded metric format on standard output.");
    public static final Key<Duration> SUMMARY_EVERY = key("logging.summaryEvery", ValueType.duration("1s", "1d"), "1m",
            "How often the summary is printed.");
    public static final Key<Boolean> BATCH_LINES = open("logging.batchLines", ValueType.bool(),
            "`true` when started in the X-Ray daemon's way, or at level `debug` or `dev`",
            "Log a line for each batch sent, as the X-Ray daemon does.");

    public static final Key<Duration> DRAIN_DEADLINE = key("drain.deadline", ValueType.duration("0s", "1h"), "20s",
            "From SIGTERM to the end at most. By default ECS kills a task 30 s after SIGTERM.");
    public static final Key<Duration> DRAIN_QUIET = key("drain.quiet", ValueType.duration("0s", "1h"), "2s",
            "How long the UDP socket must have been silent before it is closed.");

    public static final Key<SourceWords> IDENTITY_SOURCES = open("identity.sources", SourceWords.kind(),
            "`sidecar` in the sidecar profile, `introspection, proc` in the host profile, else `none`",
            "Where tasks are known by their address, once tenants are configured: `sidecar` by the gateway's own task metadata, `introspection` by the ECS agent's list (awsvpc mode), `proc` by the host's /proc (bridge mode; needs `pidMode: host`), `docker` by Docker's list (bridge mode; needs `identity.dockerSocket`), `host` by the process that has their UDP port (host mode; needs `pidMode: host`, root and `SYS_PTRACE`, and is worth little: see tenancy.md).");
    public static final Key<URI> INTROSPECTION = key("identity.introspection", ValueType.url(),
            "http://127.0.0.1:51678",
            "The ECS agent's introspection API.");
    public static final Key<Verify> VERIFY = key("identity.verify", ValueType.word(Verify.class), "ecs",
            "Who confirms what this host says of a task: `ecs` asks the ECS API, `introspection` trusts the agent, which a task on this host may be able to imitate.");
    public static final Key<Duration> HOLD_TIME = key("identity.holdTime", ValueType.duration("100ms", "10s"), "2s",
            "How long a datagram waits until its sender is identified; then it is refused. While ECS has not answered about the sender's task it waits up to a minute.");
    public static final Key<Long> HOLD_BYTES = key("identity.holdBytes", ValueType.size("64KiB", "1GiB"), "4MiB",
            "The most bytes of such datagrams, in addition to `memory.buffer`; one sender may have as much as it leaves to the others.");
    public static final Key<Path> PROC_ROOT = key("identity.procRoot", ValueType.path(), "/proc",
            "Where the host's processes are seen.");
    public static final Key<Duration> REMEMBER_FOR = key("identity.rememberFor", ValueType.duration("0s", "30d"), "24h",
            "How long after a task was last seen the gateway remembers, also across restarts, what ECS confirmed of it. It counts only while ECS does not answer; the owner of an address is never remembered. `0s` remembers nothing.");
    public static final Key<Path> IDENTITY_FOLDER = key("identity.folder", ValueType.path(),
            "/var/lib/tracegate/identity",
            "The folder for these facts, on a local disk; created where it is missing. Only the gateway may write it: a process that can write there can name tasks.");
    public static final Key<Path> DOCKER_SOCKET = open("identity.dockerSocket", ValueType.path(), "none",
            "The Unix socket of a proxy that lets `GET /containers/json` through to Docker and nothing else. Docker's own would give the gateway the host.");

    private SettingsCatalog() {}

    public static List<Key<?>> all() {
        return Collections.unmodifiableList(TABLE);
    }

    public static Optional<Key<?>> at(String path) {
        return TABLE.stream().<Key<?>>map(key -> key).filter(key -> key.path().equals(path)).findFirst();
    }

    public static boolean isSection(String name) {
        return TABLE.stream().anyMatch(key -> key.section().filter(name::equals).isPresent());
    }

    /** Of sections and of keys with their sections. */
    public static List<String> names() {
        return TABLE.stream()
                .flatMap(key -> Stream.concat(key.section().stream(), Stream.of(key.path())))
                .distinct()
                .toList();
    }

    private static <T> Key<T> key(String path, ValueType<T> kind, String standard, String meaning) {
        if (kind.read(standard) instanceof Parsed.Good<T>(var value)) {
            return add(new Key<>(path, kind, value, standard.isEmpty() ? "none" : "`" + standard + "`", meaning));
        }
        throw new IllegalArgumentException(path + " cannot be " + standard);
    }

    private static <T> Key<T> open(String path, ValueType<T> kind, String standardWords, String meaning) {
        return add(new Key<>(path, kind, null, standardWords, meaning));
    }

    private static <T> Key<T> add(Key<T> key) {
        TABLE.add(key);
        return key;
    }
}
