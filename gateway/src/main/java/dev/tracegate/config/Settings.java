package dev.tracegate.config;

import dev.tracegate.tenant.Tenant;
import dev.tracegate.text.HostPort;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one run: flags, environment, file and the defaults of the profile, validated. Immutable.
 *
 * @param tenants as configured; none for a gateway with a single one
 */
public record Settings(Choice<Mode> mode, Choice<Profile> profile, Listen listen, Memory memory, Upload upload, Aws aws,
        Spool spool, Embedded embedded, Logging logging, Drain drain, History history, Identity identity,
        List<Tenant> tenants) {

    public Settings {
        tenants = List.copyOf(tenants);
    }

    /** A choice and its reason, as the first log line prints it. */
    public record Choice<T>(T value, String reason) {}

    /** Where batches go. */
    public enum Mode {
        AWS, EMBEDDED
    }

    /** Sizes, not behaviour. */
    public enum Profile {
        EMBEDDED, SIDECAR, HOST
    }

    /**
     * The addresses that are bound.
     *
     * @param udp segments, {@code host:port}
     * @param tcp the SDKs' sampling calls; in embedded mode the whole X-Ray API
     * @param admin health and metrics; another port is taken where this one is in use
     * @param runtimeFile where the port that was taken is written, for the health check
     * @param adminTokenFile holds the bearer token of the admin API; null for none
     * @param lockFile locked by the gateway that has {@code udp}
     * @param takeOver whether to take the addresses over from that gateway
     */
    public record Listen(HostPort udp, HostPort tcp, HostPort admin, Path runtimeFile, @Nullable Path adminTokenFile,
            Path lockFile, boolean takeOver) {}

    /**
     * The memory budget.
     *
     * @param bufferBytes the most that accepted segments may take, in every form
     * @param besideBytes what {@code history.bytes} and {@code identity.holdBytes} take beyond their defaults
     * @param reason what decided the buffer's size, as the log prints it
     */
    public record Memory(long bufferBytes, long besideBytes, String reason) {}

    /**
     * How segments become calls.
     *
     * @param batchSegments 1 to 50 (PutTraceSegments' maximum)
     * @param batchBytes escaped document bytes after which a batch is full
     * @param linger how long the first segment of a batch waits for others
     * @param concurrency calls in flight at once
     * @param requestTimeout for one attempt, connect to last byte
     */
    public record Upload(int batchSegments, int batchBytes, Duration linger, int concurrency,
            Duration requestTimeout) {}

    /**
     * The edge towards AWS.
     *
     * @param region as set by flag or file; null to use the environment and the metadata services
     * @param endpoint X-Ray's base URL; null for the Region's own
     * @param roleArn assumed for everything; null for the process's own credentials
     * @param resourceArn copied into telemetry records; empty for none
     * @param localMode no look at ECS metadata files or EC2 metadata for Region, host name and instance id
     * @param proxy forward proxy for calls to AWS, as set by flag or file; null to use HTTPS_PROXY
     * @param verifyTls false only if the operator set NoVerifySSL
     */
    public record Aws(@Nullable String region, @Nullable URI endpoint, @Nullable String roleArn, String resourceArn,
            boolean localMode, @Nullable URI proxy, boolean verifyTls) {

        /** Without the user and password that URLs may hold. */
        @Override
        public String toString() {
            return "Aws[region=%s, endpoint=%s, roleArn=%s, resourceArn=%s, localMode=%s, proxy=%s, verifyTls=%s]"
                    .formatted(region, open(endpoint), roleArn, resourceArn, localMode, open(proxy), verifyTls);
        }

        private static @Nullable String open(@Nullable URI url) {
            return url == null ? null : url.toString().replaceFirst("//[^/@]*@", "//***@");
        }
    }

    /**
     * The spool on disk.
     *
     * @param told whether the operator enabled it, and not the profile: then a failure makes the gateway unready
     * @param maxBytes of the file and its log
     * @param maxAge after which a segment is shed
     * @param keep which segments are stored
     * @param keyFile holds the key they are encrypted under; null for none
     */
    public record Spool(boolean enabled, boolean told, Path folder, long maxBytes, Duration maxAge, Keep keep,
            @Nullable Path keyFile) {

        /** What is stored. */
        public enum Keep {
            /** What memory cannot hold. */
            PRESSURE,
            /** Also what has not been delivered within about a second. */
            SECOND
        }
    }

    /**
     * The embedded X-Ray's store.
     *
     * @param store the SQLite file; null for one in the temporary folder that goes with the process
     * @param retention traces older than this are dropped
     * @param maxBytes the store's size, above which the oldest traces are dropped
     */
    public record Embedded(@Nullable Path store, Duration retention, long maxBytes) {}

    /**
     * What is printed, where and in which form.
     *
     * @param level the daemon's word: dev, debug, info, warn, error or prod (= info)
     * @param file null for standard output
     * @param rotate at 50 MB, keeping one old file, as the daemon does
     * @param batchLines one line a batch ({@code Successfully sent batch of …}), as the daemon prints them; else only the summary
     */
    public record Logging(String level, @Nullable Path file, boolean rotate, Format format, Summary summary,
            Duration summaryEvery, boolean batchLines) {

        public enum Format {
            /** {@code 2026-11-22T23:57:19Z [Info] message}, as the daemon. */
            TEXT,
            /** One JSON object a line. */
            JSON
        }

        public enum Summary {
            TEXT, JSON,
            /** CloudWatch embedded metric format: metrics from standard output, with no scraper. */
            EMF
        }
    }

    /**
     * How the gateway ends.
     *
     * @param deadline from SIGTERM to the end, at most
     * @param quiet how long the socket must have been silent before it is closed
     */
    public record Drain(Duration deadline, Duration quiet) {}

    /**
     * What is remembered of segments that were received.
     *
     * @param bytes that it may take; 0 for nothing
     */
    public record History(long bytes) {}

    /**
     * How senders are identified as ECS tasks. Not used without tenants.
     *
     * @param sources the sources of identity, in the order in which they are polled
     * @param introspection base URL of the ECS agent's introspection API
     * @param verify what confirms the claims of this host
     * @param holdTime how long a datagram waits until its sender is identified; longer while ECS has not answered
     * @param holdBytes the most that such datagrams may take; not part of the memory budget
     * @param procRoot the folder of the host's /proc
     * @param rememberFor how long a task that ECS confirmed is remembered after it was last seen; zero: not across restarts
     * @param folder for the confirmed tasks
     * @param dockerSocket of Docker's API or a proxy of it; null if DOCKER is not among the sources
     */
    public record Identity(List<Source> sources, URI introspection, Verify verify, Duration holdTime, long holdBytes,
            Path procRoot, Duration rememberFor, Path folder, @Nullable Path dockerSocket) {

        public Identity {
            sources = List.copyOf(sources);
        }

        public enum Source {
            /** The gateway's own task. */
            SIDECAR,
            /** Tasks in awsvpc mode, by the agent's list. */
            INTROSPECTION,
            /** Tasks on the bridge, by the kernel. */
            PROC,
            /** Tasks on the bridge, by Docker's list. */
            DOCKER,
            /** Tasks in host mode, by the process that has the port. */
            HOST
        }

        public enum Verify {
            ECS,
            /** The agent's word is enough. */
            INTROSPECTION
        }
    }

    /**
     * What to log at start, in order.
     *
     * @param lines from which file and variables the settings came
     * @param warnings what was ignored
     * @param namedFile whether a flag or a variable names a file of Tracegate's own format
     */
    public record Notes(List<String> lines, List<String> warnings, boolean namedFile) {
        public Notes {
            lines = List.copyOf(lines);
            warnings = List.copyOf(warnings);
        }
    }
}
