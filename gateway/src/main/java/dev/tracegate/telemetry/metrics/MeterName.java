package dev.tracegate.telemetry.metrics;

import java.util.List;

/** Every meter that the gateway defines. {@code docs/metrics.md} is generated from this enum; a test compares it with the registry. */
public enum MeterName {
    RECEIVED(Type.COUNTER, "tracegate_received_datagrams", "Datagrams received.", "tenant"),

    REJECTED(Type.COUNTER, "tracegate_rejected_datagrams",
            "Datagrams rejected before they became a segment, by reason.", "tenant",
            "reason"),

    UNREADABLE(Type.COUNTER, "tracegate_unreadable_segments",
            "Segments with fields that could not be parsed. They are forwarded unchanged.", "tenant"),

    INVALID_UTF8(Type.COUNTER, "tracegate_invalid_utf8_segments",
            "Segments in which invalid UTF-8 was replaced by U+FFFD.", "tenant"),

    SAMPLED_OUT(Type.COUNTER, "tracegate_sampled_out_segments",
            "Segments dropped by a sampling decision, by the name of its rule. The first 32 rules of a tenant have a series each; all others share the rule other.",
            "tenant", "rule"),

    UNDECIDABLE(Type.COUNTER, "tracegate_undecidable_segments",
            "Segments that a keep rate below 1 could not decide about because their trace id could not be read. They are kept.",
            "tenant"),

    QUEUED(Type.GAUGE, "tracegate_queued_segments", "Segments waiting for their first attempt or for a retry.",
            "tenant"),

    QUEUED_BYTES(Type.GAUGE, "tracegate_queued_bytes",
            "Bytes of the segments waiting for their first attempt or for a retry.",
            "tenant"),

    IN_FLIGHT(Type.GAUGE, "tracegate_in_flight_segments", "Segments being uploaded or being written to the spool.",
            "tenant"),

    SPOOLED(Type.GAUGE, "tracegate_spooled_segments", "Segments that are on disk only, not in memory.", "tenant"),

    RESTORED(Type.COUNTER, "tracegate_restored_segments",
            "Segments that an earlier process left on disk and this one found.",
            "tenant"),

    DELIVERED(Type.COUNTER, "tracegate_delivered_segments", "Segments accepted by the sink.", "tenant"),

    RETRIED(Type.COUNTER, "tracegate_retried_segments", "Retries of segments; a segment counts once for each retry.",
            "tenant"),

    SHED(Type.COUNTER, "tracegate_shed_segments",
            "Segments dropped by the gateway because a limit was reached, by reason.", "tenant", "reason"),

    DEAD_LETTERED(Type.COUNTER, "tracegate_dead_lettered_segments",
            "Segments rejected permanently by the sink, by its error code. The first 20 codes have a series each; all others share the code other.",
            "tenant", "code"),

    BOOKS_IMBALANCE(Type.GAUGE, "tracegate_books_imbalance_segments",
            "Segments received or restored, minus those with a recorded outcome or a known place. Any value but 0 is a bug."),

    BUFFER_BYTES(Type.GAUGE, "tracegate_buffer_bytes", "Bytes of the memory budget in use."),

    BUFFER_LIMIT_BYTES(Type.GAUGE, "tracegate_buffer_limit_bytes", "The memory budget in bytes."),

    SEND_RATE(Type.GAUGE, "tracegate_send_rate_limit_segments_per_second",
            "Current send limit of the slowest destination in segments per second, derived from throttling. +Inf without throttling."),

    REFUSED_TENANTS(Type.GAUGE, "tracegate_refused_tenants",
            "Tenants for which nothing is sent because their credentials are rejected or missing."),

    STALLED(Type.GAUGE, "tracegate_stalled_destinations",
            "Destinations that have accepted nothing for 10 s although segments wait for them, by the outcome of their last call.",
            "reason"),

    SPOOL(Type.GAUGE, "tracegate_spool_state", "1 for the current state of the spool, 0 for the others.", "state"),

    SPOOL_BYTES(Type.GAUGE, "tracegate_spool_bytes", "Size of the spool's file and its write-ahead log in bytes."),

    SPOOL_LIMIT_BYTES(Type.GAUGE, "tracegate_spool_limit_bytes",
            "Upper bound of tracegate_spool_bytes. 0 without a spool."),

    SPOOL_BATCHES(Type.GAUGE, "tracegate_spool_batches", "Batches in the spool."),

    SPOOL_OLDEST(Type.GAUGE, "tracegate_spool_oldest_seconds",
            "Age in seconds of the oldest waiting batch in the spool. 0 if none waits."),

    HELD_BYTES(Type.GAUGE, "tracegate_held_bytes",
            "Bytes of datagrams held until their sender is identified. No other metric counts them until they are accepted or rejected."),

    KERNEL_DROPPED(Type.COUNTER, "tracegate_kernel_dropped_datagrams",
            "Datagrams the kernel dropped because the socket's buffer was full. Absent if the kernel does not report it."),

    PREDECESSOR_UNREAD(Type.COUNTER, "tracegate_predecessor_unread_bytes",
            "Kernel memory, in bytes, of datagrams that a hung gateway had not read when this gateway killed it to take over. They are lost."),

    PREDECESSOR_DROPPED(Type.COUNTER, "tracegate_predecessor_dropped_datagrams",
            "Datagrams dropped by the full sockets of such a gateway since its start. It may have reported some of them already."),

    CREDENTIALS(Type.GAUGE, "tracegate_credentials_state",
            "1 for the current state of the credentials, 0 for the others.",
            "state"),

    UPLOAD(Type.TIMER, "tracegate_upload",
            "Duration of an attempt to upload a batch, by outcome: answered, or the cause of the failure.",
            "outcome"),

    SAMPLING_CALLS(Type.COUNTER, "tracegate_sampling_calls", "Sampling calls from SDKs, by the origin of the answer.",
            "answer"),

    SDK_RECORDED(Type.COUNTER, "tracegate_sdk_recorded_requests",
            "Requests that SDKs reported to have recorded, by sampling rule. Only of SDKs that name the rule in their root segments. Absent unless sampling.clients is on.",
            "tenant", "rule"),

    ROOTS_ARRIVED(Type.COUNTER, "tracegate_arrived_root_segments",
            "Root segments that arrived and name their sampling rule. Absent unless sampling.clients is on.",
            "tenant", "rule"),

    POLLING_SOURCES(Type.GAUGE, "tracegate_polling_sources",
            "Source addresses that asked for sampling rules or targets in the last 330 s. Absent unless sampling.clients is on.",
            "tenant"),

    NEVER_POLLING_SOURCES(Type.GAUGE, "tracegate_never_polling_sources",
            "Source addresses that have sent root segments for more than 330 s and did not ask for sampling rules in that time. Absent unless sampling.clients is on.",
            "tenant"),

    FORBIDDEN_CALLS(Type.COUNTER, "tracegate_forbidden_calls",
            "Calls on the TCP port answered 403: not one of the two sampling calls, or the caller belongs to no tenant."),

    DROPPED_LOG_LINES(Type.COUNTER, "tracegate_dropped_log_lines",
            "Log lines dropped because the reader of the log was too slow.");

    /** The kind of a meter. It determines the suffix of the Prometheus name. */
    enum Type {
        COUNTER("_total"), GAUGE(""), TIMER("_seconds");

        private final String suffix;

        Type(String suffix) {
            this.suffix = suffix;
        }
    }

    private final Type type;
    private final String meter;
    private final String description;
    @SuppressWarnings("ImmutableEnumChecker") // immutable: made by List.of
    private final List<String> tags;

    MeterName(Type type, String meter, String description, String... tags) {
        this.type = type;
        this.meter = meter;
        this.description = description;
        this.tags = List.of(tags);
    }

    Type type() {
        return type;
    }

    /** The name registered with Micrometer. */
    String meter() {
        return meter;
    }

    /** The name in Prometheus output, with the suffix of its type. */
    String prometheusName() {
        return meter + type.suffix;
    }

    String description() {
        return description;
    }

    List<String> tags() {
        return tags;
    }
}
