package dev.tracegate.config;

import dev.tracegate.tenant.Tenant;
import dev.tracegate.text.HostPort;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The validated settings of one run, from flags, environment variables, a file and the defaults of the profile. Immutable.
 *
 * @param tenants the configured tenants; empty for a gateway with the tenant {@code default} only
 */
public record Settings(Choice<Mode> mode, Choice<Profile> profile, Listen listen, Memory memory, Upload upload, Aws aws,
        Spool spool, Embedded embedded, Logging logging, Drain drain, History history, Sampling sampling,
        Identity identity,
        List<Tenant> tenants) {

    public Settings {
        tenants = List.copyOf(tenants);
    }

    /** A choice and its reason, which the first log lines print. */
    public record Choice<T>(T value, String reason) {}

    /** Where batches are sent: to X-Ray, or to the embedded X-Ray. */
    public enum Mode {
        AWS, EMBEDDED
    }

    /** The kind of deployment. It decides default sizes and sources, not behaviour. */
    public enum Profile {
        EMBEDDED, SIDECAR, HOST
    }

    /**
     * The addresses to bind.
     *
     * @param udp receives segments
     * @param tcp serves the SDKs' sampling calls; in embedded mode the whole X-Ray API
     * @param admin serves health and metrics; if the port is in use, the gateway takes another one
     * @param runtimeFile receives the port that was taken, for the health check
     * @param adminTokenFile contains the bearer token of the admin API; null for none
     * @param lockFile locked by the gateway that has {@code udp}
     * @param takeOver whether to take the addresses over from a running gateway
     */
    public record Listen(HostPort udp, HostPort tcp, HostPort admin, Path runtimeFile, @Nullable Path adminTokenFile,
            Path lockFile, boolean takeOver) {}

    /**
     * The memory budget.
     *
     * @param bufferBytes maximum bytes of accepted segments, in every form
     * @param besideBytes bytes of {@code history.bytes} and {@code identity.holdBytes} beyond their defaults
     * @param reason where the buffer's size comes from, as the log prints it
     */
    public record Memory(long bufferBytes, long besideBytes, String reason) {}

    /**
     * How segments are batched and uploaded.
     *
     * @param batchSegments 1 to 50 (PutTraceSegments' maximum)
     * @param batchBytes bytes of escaped documents at which a batch is full
     * @param linger how long the first segment of a batch waits for others
     * @param concurrency maximum concurrent calls
     * @param requestTimeout timeout of one attempt, from connecting to the last byte
     */
    public record Upload(int batchSegments, int batchBytes, Duration linger, int concurrency,
            Duration requestTimeout) {}

    /**
     * The connection to AWS.
     *
     * @param region as set by flag or file; null to use the environment and the metadata services
     * @param endpoint X-Ray's base URL; null for the Region's own
     * @param roleArn assumed for everything; null for the process's own credentials
     * @param resourceArn copied into telemetry records; empty for none
     * @param localMode whether to skip ECS metadata files and EC2 metadata for Region, host name and instance id
     * @param proxy forward proxy for calls to AWS, as set by flag or file; null to use HTTPS_PROXY
     * @param verifyTls whether to verify certificates; false only if the operator disabled it
     */
    public record Aws(@Nullable String region, @Nullable URI endpoint, @Nullable String roleArn, String resourceArn,
            boolean localMode, @Nullable URI proxy, boolean verifyTls) {

        /** Omits user and password of the URLs. */
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
     * @param explicit whether the operator configured it, rather than the profile: if so, a failure makes the gateway unready
     * @param maxBytes maximum bytes of the file and its log
     * @param maxAge age at which a stored segment is shed
     * @param keep which segments are stored
     * @param keyFile contains the key that encrypts segments; null for no encryption
     */
    public record Spool(boolean enabled, boolean explicit, Path folder, long maxBytes, Duration maxAge, Keep keep,
            @Nullable Path keyFile) {

        /** Which segments are stored. */
        public enum Keep {
            /** Segments that do not fit in memory. */
            PRESSURE,
            /** Also segments that have not been delivered within about a second. */
            SECOND
        }
    }

    /**
     * The embedded X-Ray's store.
     *
     * @param store the SQLite file; null for a temporary file that is deleted with the process
     * @param retention age at which traces are deleted
     * @param maxBytes size of the store at which the oldest traces are deleted
     */
    public record Embedded(@Nullable Path store, Duration retention, long maxBytes) {}

    /**
     * Which traces go on, and the sampling rules that SDKs get on TCP :2000.
     *
     * @param keepRate the share of the arriving traces that go on, 0 to 1, for tenants without a rate of their own
     * @param source of the rules; in embedded mode always {@link RuleSource#RULES}
     * @param rulesFile a JSON file; null if rules are changed by calls
     * @param store the SQLite file of the rules and their history; null to keep them in memory
     * @param customRules the maximum number of rules besides the Default rule, for all tenants and for each
     * @param gateways the number of gateways that divide a reservoir
     * @param clients whether to observe who asks for rules, and the loss between SDKs and the gateway
     */
    public record Sampling(double keepRate, RuleSource source, @Nullable Path rulesFile, @Nullable Path store,
            int customRules, int gateways, boolean clients) {

        /** Who decides which rules SDKs get. */
        public enum RuleSource {
            /** X-Ray: calls are relayed. */
            XRAY,
            /** The gateway's own rules. */
            RULES,
            /** X-Ray's rules, and over them the gateway's own. */
            OVERLAY
        }
    }

    /**
     * What is logged, where, and in which format.
     *
     * @param level by the X-Ray daemon's names: dev, debug, info, warn, error or prod (= info)
     * @param file null for standard output
     * @param rotate whether to rotate the file at 50 MB and keep one old file, like the daemon
     * @param batchLines whether to log a line per batch ({@code Successfully sent batch of …}), like the daemon, in addition to the summary
     */
    public record Logging(String level, @Nullable Path file, boolean rotate, Format format, Summary summary,
            Duration summaryEvery, boolean batchLines) {

        public enum Format {
            /** {@code 2026-11-22T23:57:19Z [Info] message}, like the daemon. */
            TEXT,
            /** One JSON object per line. */
            JSON
        }

        public enum Summary {
            TEXT, JSON,
            /** CloudWatch embedded metric format: CloudWatch reads metrics from the log, without a scraper. */
            EMF
        }
    }

    /**
     * How the gateway stops.
     *
     * @param deadline maximum time from SIGTERM to the end of the process
     * @param quiet how long no datagram must have arrived before the UDP socket is closed
     */
    public record Drain(Duration deadline, Duration quiet) {}

    /**
     * The history of the outcomes of received segments.
     *
     * @param bytes maximum bytes; 0 for no history
     */
    public record History(long bytes) {}

    /**
     * How senders are identified as ECS tasks. Not used without tenants.
     *
     * @param sources sources of identity, in the order of polling
     * @param introspection base URL of the ECS agent's introspection API
     * @param verify what confirms the information of this host
     * @param holdTime how long a datagram waits until its sender is identified; longer while a request to ECS is open
     * @param holdBytes maximum bytes of waiting datagrams; not part of the memory budget
     * @param procRoot the folder of the host's /proc
     * @param rememberFor how long a task that ECS confirmed is kept after it was last seen; zero: not across restarts
     * @param folder folder for the confirmed tasks
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
            /** Tasks in awsvpc mode, from the ECS agent's list. */
            INTROSPECTION,
            /** Tasks in bridge mode, from the kernel's /proc. */
            PROC,
            /** Tasks in bridge mode, from Docker's list. */
            DOCKER,
            /** Tasks in host mode, from the process that owns the port. */
            HOST
        }

        public enum Verify {
            /** The ECS API must confirm a task. */
            ECS,
            /** The ECS agent is trusted. */
            INTROSPECTION
        }
    }

    /**
     * What to log at start, in this order.
     *
     * @param lines the file and the variables that the settings come from
     * @param warnings about ignored input
     * @param namedFile whether a flag or a variable names a file of Tracegate's own format
     */
    public record Notes(List<String> lines, List<String> warnings, boolean namedFile) {
        public Notes {
            lines = List.copyOf(lines);
            warnings = List.copyOf(warnings);
        }
    }
}
