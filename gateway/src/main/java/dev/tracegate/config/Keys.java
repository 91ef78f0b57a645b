package dev.tracegate.config;

import dev.tracegate.config.Settings.HostPort;
import dev.tracegate.config.Settings.Identity.Verify;
import dev.tracegate.config.Settings.Logging.Format;
import dev.tracegate.config.Settings.Logging.Summary;
import dev.tracegate.config.Settings.Mode;
import dev.tracegate.config.Settings.Profile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every setting there is: the file's keys, the environment's variables, the schema and the documentation all come from here. */
final class Keys {
    private static final List<Key<?>> TABLE = new ArrayList<>();

    static final Key<Mode> SINK = open("sink", Kind.word(Mode.class), "see *Modes*",
            "Where batches go: `aws` uploads to X-Ray, `embedded` keeps them in the embedded X-Ray.");
    static final Key<Profile> PROFILE = open("profile", Kind.word(Profile.class), "see *Profiles*",
            "Which home the gateway has, which decides its sizes.");

    static final Key<HostPort> UDP = key("listen.udp", Kind.address(), "127.0.0.1:2000", "Where segments arrive.");
    static final Key<HostPort> TCP = key("listen.tcp", Kind.address(), "127.0.0.1:2000",
            "Where SDKs ask for sampling rules; in embedded mode the whole X-Ray API.");
    static final Key<HostPort> ADMIN = key("listen.admin", Kind.address(), "127.0.0.1:2080",
            "Health and metrics. Another port is taken where this one is in use.");
    static final Key<Path> ADMIN_TOKEN_FILE = open("listen.adminTokenFile", Kind.path(),
            "none: in the host profile nobody may read `/v1`, elsewhere everyone on the loopback",
            "A file with the bearer token that calls below `/v1` must show.");
    static final Key<Boolean> TAKE_OVER = key("listen.takeOver", Kind.bool(), "false",
            "Take the addresses over from the gateway that has them, without a gap. Where none has them, start as always.");

    // 3: the daemon's least; it means MiB, but "3MB" is what people will write
    static final Key<Long> BUFFER = open("memory.buffer", Kind.size("3MB", "64GiB"), "see *Profiles*",
            "The most that accepted segments may take, in every form. Beyond it new ones are shed, and counted.");

    // below 64 KiB there is hardly anything to find
    static final Key<Long> HISTORY = open("history.bytes", Kind.sizeOrNone("64KiB", "256MiB"), "see *Profiles*",
            "Memory for what became of the last segments, 96 bytes each, which `/v1/traces/{traceId}/fate` tells.");

    static final Key<Integer> BATCH_SEGMENTS = key("upload.batchSegments", Kind.integer(1, 50), "50",
            "Segments in a call at most. 50 is X-Ray's maximum.");
    static final Key<Long> BATCH_BYTES = key("upload.batchBytes", Kind.size("1KiB", "64MiB"), "512KiB",
            "Bytes of escaped documents after which a batch is full.");
    static final Key<Duration> LINGER = key("upload.linger", Kind.duration("0s", "1m"), "1s",
            "How long the first segment of a batch waits for others.");
    static final Key<Integer> CONCURRENCY = key("upload.concurrency", Kind.integer(1, 512), "64",
            "Calls in flight at once, at most. As many are used as the latency of X-Ray asks for.");
    static final Key<Duration> REQUEST_TIMEOUT = key("upload.requestTimeout", Kind.duration("100ms", "5m"), "10s",
            "For one attempt, from connecting to the last byte of the answer.");

    static final Key<String> REGION = open("aws.region", Kind.text(), "the environment's, then the metadata services'",
            "The Region segments go to.");
    static final Key<URI> ENDPOINT = open("aws.endpoint", Kind.url(), "the Region's own", "X-Ray's base URL.");
    static final Key<String> ROLE_ARN = open("aws.roleArn", Kind.text(), "none: the process's own credentials",
            "The IAM role assumed for every call.");
    static final Key<String> RESOURCE_ARN = key("aws.resourceArn", Kind.text(), "",
            "The AWS resource the gateway runs on, copied into telemetry records.");
    static final Key<Boolean> LOCAL_MODE = key("aws.localMode", Kind.bool(), "false",
            "Do not ask the ECS and EC2 metadata for Region, host name and instance id.");
    static final Key<URI> PROXY = open("aws.proxy", Kind.url(), "`HTTPS_PROXY`", "A forward proxy for calls to AWS.");
    static final Key<Boolean> VERIFY_TLS = key("aws.verifyTls", Kind.bool(), "true",
            "Check the certificates of AWS. `false` is for tests only.");

    static final Key<Boolean> SPOOL = open("spool.enabled", Kind.bool(),
            "`true` in the host profile, unless in embedded mode; else `false`",
            "Whether segments that memory cannot hold wait on disk.");
    static final Key<Path> SPOOL_FOLDER = key("spool.folder", Kind.path(), "/var/lib/tracegate/spool",
            "The folder they wait in, on a local disk; made where it is not there.");
    static final Key<Long> SPOOL_BYTES = key("spool.maxBytes", Kind.size("32MiB", "1024GiB"), "1GiB",
            "The most that the spool's file and its log may take.");
    static final Key<Duration> SPOOL_AGE = key("spool.maxAge", Kind.duration("1m", "30d"), "24h",
            "What has waited there longer is shed. X-Ray keeps nothing beyond 30 days.");
    static final Key<Settings.Spool.Keep> SPOOL_KEEP = key("spool.keep", Kind.word(Settings.Spool.Keep.class),
            "pressure",
            "Which segments are on disk and survive a kill: those that memory cannot hold, or all that has not been delivered within about a `second`.");
    static final Key<Path> SPOOL_KEY_FILE = open("spool.keyFile", Kind.path(), "none: they are not encrypted",
            "A file with a key of 32 bytes, as they are, in hex or in base64, under which segments on disk are encrypted.");

    static final Key<Path> STORE = open("embedded.store", Kind.path(), "a temporary file that goes with the process",
            "The file the embedded X-Ray keeps traces in.");
    static final Key<Duration> RETENTION = key("embedded.retention", Kind.duration("1m", "3650d"), "24h",
            "Traces older than this are dropped.");
    static final Key<Long> STORE_BYTES = key("embedded.maxBytes", Kind.size("1MiB", "1024GiB"), "256MiB",
            "The store's size, above which the oldest traces are dropped.");

    static final Key<String> LEVEL = key("logging.level", Kind.oneOf("dev", "debug", "info", "warn", "error", "prod"),
            "prod", "How much is logged, in the X-Ray daemon's words: `dev` is everything, `prod` is `info`.");
    static final Key<Path> LOG_FILE = open("logging.file", Kind.path(), "standard output", "Where the log goes.");
    static final Key<Boolean> ROTATE = key("logging.rotate", Kind.bool(), "true",
            "Begin a new log file at 50 MB, and keep one old one.");
    static final Key<Format> FORMAT = key("logging.format", Kind.word(Format.class), "text",
            "`text` is as the X-Ray daemon logs; `json` is one object a line.");
    static final Key<Summary> SUMMARY = key("logging.summary", Kind.word(Summary.class), "text",
            "The form of the regular summary; `emf` is CloudWatch's embedded metric format on standard output.");
    static final Key<Duration> SUMMARY_EVERY = key("logging.summaryEvery", Kind.duration("1s", "1d"), "1m",
            "How often the summary is printed.");
    static final Key<Boolean> BATCH_LINES = open("logging.batchLines", Kind.bool(),
            "`true` when started in the X-Ray daemon's way, or at level `debug` or `dev`",
            "Log a line for each batch sent, as the X-Ray daemon does.");

    static final Key<Duration> DRAIN_DEADLINE = key("drain.deadline", Kind.duration("0s", "1h"), "20s",
            "From SIGTERM to the end at most. ECS kills after 30 s unless told otherwise.");
    static final Key<Duration> DRAIN_QUIET = key("drain.quiet", Kind.duration("0s", "1h"), "2s",
            "How long the UDP socket must have been silent before it is closed.");

    static final Key<SourceWords> IDENTITY_SOURCES = open("identity.sources", SourceWords.kind(),
            "`sidecar` in the sidecar profile, `introspection, proc` in the host profile, else `none`",
            "Where tasks are known by their address, once tenants are configured: `sidecar` by the gateway's own task metadata, `introspection` by the ECS agent's list (awsvpc mode), `proc` by the host's /proc (bridge mode; needs `pidMode: host`), `docker` by Docker's list (bridge mode; needs `identity.dockerSocket`), `host` by the process that has their UDP port (host mode; needs `pidMode: host`, root and `SYS_PTRACE`, and is worth little: see tenancy.md).");
    static final Key<URI> INTROSPECTION = key("identity.introspection", Kind.url(), "http://127.0.0.1:51678",
            "The ECS agent's introspection API.");
    static final Key<Verify> VERIFY = key("identity.verify", Kind.word(Verify.class), "ecs",
            "Who confirms what this host says of a task: `ecs` asks the ECS API, `introspection` trusts the agent, which a task on this host may be able to imitate.");
    static final Key<Duration> HOLD_TIME = key("identity.holdTime", Kind.duration("100ms", "10s"), "2s",
            "How long a datagram waits until its sender is identified; then it is refused. While ECS has not answered about the sender's task it waits up to a minute.");
    static final Key<Long> HOLD_BYTES = key("identity.holdBytes", Kind.size("64KiB", "1GiB"), "4MiB",
            "The most bytes of such datagrams, in addition to `memory.buffer`; one sender may have as much as it leaves to the others.");
    static final Key<Path> PROC_ROOT = key("identity.procRoot", Kind.path(), "/proc",
            "Where the host's processes are seen.");
    static final Key<Duration> REMEMBER_FOR = key("identity.rememberFor", Kind.duration("0s", "30d"), "24h",
            "How long after a task was last seen the gateway remembers, also across restarts, what ECS confirmed of it. It counts only while ECS does not answer; the owner of an address is never remembered. `0s` remembers nothing.");
    static final Key<Path> IDENTITY_FOLDER = key("identity.folder", Kind.path(), "/var/lib/tracegate/identity",
            "The folder for these facts, on a local disk; created where it is missing. Only the gateway may write it: a process that can write there can name tasks.");
    static final Key<Path> DOCKER_SOCKET = open("identity.dockerSocket", Kind.path(), "none",
            "The Unix socket of a proxy that lets `GET /containers/json` through to Docker and nothing else. Docker's own would give the gateway the host.");

    private Keys() {}

    static List<Key<?>> all() {
        return Collections.unmodifiableList(TABLE);
    }

    static Optional<Key<?>> at(String path) {
        return TABLE.stream().<Key<?>>map(key -> key).filter(key -> key.path().equals(path)).findFirst();
    }

    static boolean isSection(String name) {
        return TABLE.stream().anyMatch(key -> key.section().filter(name::equals).isPresent());
    }

    /** Of sections and of keys with their sections. */
    static List<String> names() {
        return TABLE.stream()
                .flatMap(key -> Stream.concat(key.section().stream(), Stream.of(key.path())))
                .distinct()
                .toList();
    }

    private static <T> Key<T> key(String path, Kind<T> kind, String standard, String meaning) {
        if (kind.read(standard) instanceof Parsed.Good<T>(var value)) {
            return add(new Key<>(path, kind, value, standard.isEmpty() ? "none" : "`" + standard + "`", meaning));
        }
        throw new IllegalArgumentException(path + " cannot be " + standard);
    }

    private static <T> Key<T> open(String path, Kind<T> kind, String standardWords, String meaning) {
        return add(new Key<>(path, kind, null, standardWords, meaning));
    }

    private static <T> Key<T> add(Key<T> key) {
        TABLE.add(key);
        return key;
    }
}
