package dev.tracegate.config.schema;

import dev.tracegate.config.Settings;
import dev.tracegate.config.Settings.Identity.Verify;
import dev.tracegate.config.Settings.Logging.Format;
import dev.tracegate.config.Settings.Logging.Summary;
import dev.tracegate.config.Settings.Mode;
import dev.tracegate.config.Settings.Profile;
import dev.tracegate.config.Settings.Sampling.RuleSource;
import dev.tracegate.sampling.rule.RuleBook;
import dev.tracegate.text.HostPort;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every setting. The keys of the file, the environment variables, the JSON schema and the documentation are generated from this table. */
public final class SettingsCatalog {
    private static final List<Key<?>> TABLE = new ArrayList<>();

    public static final Key<Mode> SINK = withoutDefault("sink", ValueType.enumOf(Mode.class), "see *Modes*",
            "Where segments are sent: `aws` uploads them to X-Ray, `embedded` stores them in the embedded X-Ray.");
    public static final Key<Profile> PROFILE = withoutDefault("profile", ValueType.enumOf(Profile.class),
            "see *Profiles*",
            "How the gateway is deployed. Decides the default sizes.");

    public static final Key<HostPort> UDP = withDefault("listen.udp", ValueType.address(), "127.0.0.1:2000",
            "The UDP address on which the gateway receives segments.");
    public static final Key<HostPort> TCP = withDefault("listen.tcp", ValueType.address(), "127.0.0.1:2000",
            "The TCP address for the SDKs' sampling calls; in embedded mode, for the whole X-Ray API.");
    public static final Key<HostPort> ADMIN = withDefault("listen.admin", ValueType.address(), "127.0.0.1:2080",
            "The address of the admin API, with health and metrics. If the port is in use, the gateway takes another one.");
    public static final Key<Path> ADMIN_TOKEN_FILE = withoutDefault("listen.adminTokenFile", ValueType.path(),
            "none: in the host profile `/v1` is closed, in other profiles it is open to every process on the loopback",
            "A file with the bearer token that requests to `/v1` must send.");
    public static final Key<Boolean> TAKE_OVER = withDefault("listen.takeOver", ValueType.bool(), "false",
            "Take the addresses over from the running gateway without a gap. If no gateway has them, start normally.");

    // the X-Ray daemon's minimum is 3 MiB; "3MB" is accepted because operators write it
    public static final Key<Long> BUFFER = withoutDefault("memory.buffer", ValueType.size("3MB", "64GiB"),
            "see *Profiles*",
            "Maximum memory for accepted segments. When it is full, new segments are shed and counted.");

    // 64 KiB hold some 680 segments; a smaller history is hardly useful
    public static final Key<Long> HISTORY = withoutDefault("history.bytes", ValueType.sizeOrNone("64KiB", "256MiB"),
            "see *Profiles*",
            "Memory for the outcomes of the latest segments, 96 bytes each, which `/v1/traces/{traceId}/fate` returns.");

    public static final Key<Double> KEEP_RATE = withDefault("sampling.keepRate", ValueType.rate(), "1.0",
            "The share of the arriving traces that are sent to X-Ray, for tenants without a `keepRate`: `0.1` drops nine of ten. A hash of the trace id decides, so that all segments of a trace are kept or dropped together. SIGHUP applies a change.");
    public static final Key<RuleSource> SAMPLING_SOURCE = withDefault("sampling.source",
            ValueType.enumOf(RuleSource.class), "xray",
            "Whose sampling rules SDKs get: `xray` relays their calls to X-Ray, `rules` answers from the gateway's own rules, `overlay` answers with X-Ray's rules and the gateway's own over them. In embedded mode it is always `rules`.");
    public static final Key<Path> RULES_FILE = withoutDefault("sampling.rulesFile", ValueType.path(),
            "none: in embedded mode, `aws xray create-sampling-rule` makes rules",
            "A JSON file of sampling rules: what `aws xray get-sampling-rules` prints, or the local rules of an X-Ray SDK. The gateway reads it again within 5 s of a change.");
    public static final Key<Path> RULES_STORE = withoutDefault("sampling.store", ValueType.path(),
            "in embedded mode `sampling-rules.db` beside `embedded.store`, if that is set; otherwise rules are kept in memory",
            "The SQLite file with the sampling rules and their versions.");
    public static final Key<Integer> CUSTOM_RULES = withDefault("sampling.customRules",
            ValueType.integer(1, RuleBook.MOST_CUSTOM_RULES), String.valueOf(RuleBook.CUSTOM_RULES),
            "The maximum number of sampling rules besides `Default`, for all tenants and for each tenant. 25 is X-Ray's limit.");
    public static final Key<Integer> GATEWAYS = withDefault("sampling.gateways", ValueType.integer(1, 10_000), "1",
            "The number of gateways that answer from the same rules. Each leases its part of a rule's reservoir: the size divided by this number, rounded down.");

    public static final Key<Boolean> SAMPLING_CLIENTS = withoutDefault("sampling.clients", ValueType.bool(),
            "`true`, but `false` with profile `sidecar`",
            "Whether the gateway observes which clients ask for sampling rules, and compares the requests that SDKs report to have recorded with the root segments that arrive.");

    public static final Key<Integer> BATCH_SEGMENTS = withDefault("upload.batchSegments", ValueType.integer(1, 50),
            "50",
            "Maximum segments in one call. X-Ray's own maximum is 50.");
    public static final Key<Long> BATCH_BYTES = withDefault("upload.batchBytes", ValueType.size("1KiB", "64MiB"),
            "512KiB",
            "Size of the escaped documents at which a batch is full.");
    public static final Key<Duration> LINGER = withDefault("upload.linger", ValueType.duration("0s", "1m"), "1s",
            "How long the first segment of a batch waits for others.");
    public static final Key<Integer> CONCURRENCY = withDefault("upload.concurrency", ValueType.integer(1, 512), "64",
            "Maximum concurrent calls. The gateway uses as many as the latency of X-Ray requires.");
    public static final Key<Duration> REQUEST_TIMEOUT = withDefault("upload.requestTimeout",
            ValueType.duration("100ms", "5m"),
            "10s",
            "Timeout of one attempt, from connecting to the last byte of the response.");

    public static final Key<String> REGION = withoutDefault("aws.region", ValueType.text(),
            "from the environment, then from the metadata services",
            "The Region that segments are sent to.");
    public static final Key<URI> ENDPOINT = withoutDefault("aws.endpoint", ValueType.url(), "the Region's own",
            "X-Ray's base URL.");
    public static final Key<String> ROLE_ARN = withoutDefault("aws.roleArn", ValueType.text(),
            "none: the process's own credentials",
            "The IAM role assumed for every call.");
    public static final Key<String> RESOURCE_ARN = withDefault("aws.resourceArn", ValueType.text(), "",
            "The ARN of the AWS resource that the gateway runs on. Copied to telemetry records.");
    public static final Key<Boolean> LOCAL_MODE = withDefault("aws.localMode", ValueType.bool(), "false",
            "Do not query the ECS and EC2 metadata for Region, host name and instance id.");
    public static final Key<URI> PROXY = withoutDefault("aws.proxy", ValueType.url(), "`HTTPS_PROXY`",
            "The URL of a forward proxy for calls to AWS.");
    public static final Key<Boolean> VERIFY_TLS = withDefault("aws.verifyTls", ValueType.bool(), "true",
            "Verify the TLS certificates of AWS. `false` is for tests only.");

    public static final Key<Boolean> SPOOL = withoutDefault("spool.enabled", ValueType.bool(),
            "`true` in the host profile in AWS mode, else `false`",
            "Whether segments that do not fit in memory are stored on disk.");
    public static final Key<Path> SPOOL_FOLDER = withDefault("spool.folder", ValueType.path(),
            "/var/lib/tracegate/spool",
            "The folder of the spool, on a local disk. Created if missing.");
    public static final Key<Long> SPOOL_BYTES = withDefault("spool.maxBytes", ValueType.size("32MiB", "1024GiB"),
            "1GiB",
            "Maximum size of the spool's file and its write-ahead log together.");
    public static final Key<Duration> SPOOL_AGE = withDefault("spool.maxAge", ValueType.duration("1m", "30d"), "24h",
            "Segments that were stored longer ago are shed. X-Ray keeps traces for 30 days.");
    public static final Key<Settings.Spool.Keep> SPOOL_KEEP = withDefault("spool.keep",
            ValueType.enumOf(Settings.Spool.Keep.class),
            "pressure",
            "Which segments are stored on disk and survive a kill: with `pressure` those that do not fit in memory, with `second` also those not delivered within about a second.");
    public static final Key<Path> SPOOL_KEY_FILE = withoutDefault("spool.keyFile", ValueType.path(),
            "none: segments are not encrypted",
            "A file with the key that encrypts segments on disk: 32 bytes, raw, in hex or in base64.");

    public static final Key<Path> STORE = withoutDefault("embedded.store", ValueType.path(),
            "a temporary file that is deleted with the process",
            "The file in which the embedded X-Ray stores traces.");
    public static final Key<Duration> RETENTION = withDefault("embedded.retention", ValueType.duration("1m", "3650d"),
            "24h",
            "Age after which traces are deleted.");
    public static final Key<Long> STORE_BYTES = withDefault("embedded.maxBytes", ValueType.size("1MiB", "1024GiB"),
            "256MiB",
            "Maximum size of the store. Beyond it the oldest traces are deleted.");

    public static final Key<String> LEVEL = withDefault("logging.level",
            ValueType.oneOf("dev", "debug", "info", "warn", "error", "prod"),
            "prod", "The log level, by the X-Ray daemon's names: `dev` logs everything, `prod` is `info`.");
    public static final Key<Path> LOG_FILE = withoutDefault("logging.file", ValueType.path(), "standard output",
            "The log file.");
    public static final Key<Boolean> ROTATE = withDefault("logging.rotate", ValueType.bool(), "true",
            "Start a new log file at 50 MB, and keep the previous one.");
    public static final Key<Format> FORMAT = withDefault("logging.format", ValueType.enumOf(Format.class), "text",
            "`text` is the X-Ray daemon's format; `json` is one object per line.");
    public static final Key<Summary> SUMMARY = withDefault("logging.summary", ValueType.enumOf(Summary.class), "text",
            "The format of the periodic summary; `emf` is the CloudWatch embedded metric format on standard output.");
    public static final Key<Duration> SUMMARY_EVERY = withDefault("logging.summaryEvery",
            ValueType.duration("1s", "1d"), "1m",
            "The interval of the summary.");
    public static final Key<Boolean> BATCH_LINES = withoutDefault("logging.batchLines", ValueType.bool(),
            "`true` if started like the X-Ray daemon, or at level `debug` or `dev`",
            "Log a line for each sent batch, like the X-Ray daemon.");

    public static final Key<Duration> DRAIN_DEADLINE = withDefault("drain.deadline", ValueType.duration("0s", "1h"),
            "20s",
            "Maximum time from SIGTERM to the end of the process. By default ECS kills a task 30 s after SIGTERM.");
    public static final Key<Duration> DRAIN_QUIET = withDefault("drain.quiet", ValueType.duration("0s", "1h"), "2s",
            "How long no datagram must have arrived before the UDP socket is closed.");

    public static final Key<IdentitySourceNames> IDENTITY_SOURCES = withoutDefault("identity.sources",
            IdentitySourceNames.kind(),
            "`sidecar` in the sidecar profile, `introspection, proc` in the host profile, else `none`",
            "How the ECS task of a sender is found by its address, if tenants are configured: `sidecar` uses the gateway's own task metadata, `introspection` the ECS agent's list (awsvpc mode), `proc` the host's /proc (bridge mode; needs `pidMode: host`), `docker` Docker's list (bridge mode; needs `identity.dockerSocket`), `host` the process that owns the UDP port (host mode; needs `pidMode: host`, root and `SYS_PTRACE`; a weak proof, see tenancy.md).");
    public static final Key<URI> INTROSPECTION = withDefault("identity.introspection", ValueType.url(),
            "http://127.0.0.1:51678",
            "The URL of the ECS agent's introspection API.");
    public static final Key<Verify> VERIFY = withDefault("identity.verify", ValueType.enumOf(Verify.class), "ecs",
            "What confirms the host's information about a task: `ecs` asks the ECS API, `introspection` trusts the agent, which a task on this host may be able to impersonate.");
    public static final Key<Duration> HOLD_TIME = withDefault("identity.holdTime", ValueType.duration("100ms", "10s"),
            "2s",
            "How long a datagram waits until its sender is identified; after that it is rejected. While a request to ECS about the sender's task is open, it waits up to a minute.");
    public static final Key<Long> HOLD_BYTES = withDefault("identity.holdBytes", ValueType.size("64KiB", "1GiB"),
            "4MiB",
            "Maximum bytes of waiting datagrams, in addition to `memory.buffer`. One sender may use at most as much as it leaves free for others.");
    public static final Key<Path> PROC_ROOT = withDefault("identity.procRoot", ValueType.path(), "/proc",
            "The folder with the host's /proc.");
    public static final Key<Duration> REMEMBER_FOR = withDefault("identity.rememberFor",
            ValueType.duration("0s", "30d"), "24h",
            "How long the gateway keeps what ECS confirmed about a task after the task was last seen, also across restarts. It is used only while ECS does not answer. The owner of an address is never kept. `0s` keeps nothing.");
    public static final Key<Path> IDENTITY_FOLDER = withDefault("identity.folder", ValueType.path(),
            "/var/lib/tracegate/identity",
            "The folder for the confirmed tasks, on a local disk. Created if missing. Only the gateway may have write access: a process that can write there can forge tasks.");
    public static final Key<Path> DOCKER_SOCKET = withoutDefault("identity.dockerSocket", ValueType.path(), "none",
            "The Unix socket of a proxy that passes only `GET /containers/json` to Docker. Docker's own socket would give the gateway full control of the host.");

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

    /** The names of the sections and the paths of the keys. */
    public static List<String> names() {
        return TABLE.stream()
                .flatMap(key -> Stream.concat(key.section().stream(), Stream.of(key.path())))
                .distinct()
                .toList();
    }

    private static <T> Key<T> withDefault(String path, ValueType<T> kind, String defaultValue, String meaning) {
        if (kind.read(defaultValue) instanceof Parsed.Good<T>(var value)) {
            return add(
                    new Key<>(path, kind, value, defaultValue.isEmpty() ? "none" : "`" + defaultValue + "`", meaning));
        }
        throw new IllegalArgumentException(path + " cannot be " + defaultValue);
    }

    private static <T> Key<T> withoutDefault(String path, ValueType<T> kind, String defaultText, String meaning) {
        return add(new Key<>(path, kind, null, defaultText, meaning));
    }

    private static <T> Key<T> add(Key<T> key) {
        TABLE.add(key);
        return key;
    }
}
