package dev.tracegate.telemetry.metrics;

import java.util.List;

/** Every meter of the gateway's own. {@code docs/metrics.md} is made from this, and a test holds the registry to it. */
public enum MeterName {
    RECEIVED(Type.COUNTER, "tracegate_received_datagrams", "Datagrams that arrived.", "tenant"),

    REJECTED(Type.COUNTER, "tracegate_rejected_datagrams", "Datagrams refused before they became a segment.", "tenant",
            "reason"),

    UNREADABLE(Type.COUNTER, "tracegate_unreadable_segments",
            "Segments whose fields could not be read. They are forwarded all the same.", "tenant"),

    INVALID_UTF8(Type.COUNTER, "tracegate_invalid_utf8_segments",
            "Segments in which bytes that are not UTF-8 became U+FFFD.", "tenant"),

    QUEUED(Type.GAUGE, "tracegate_queued_segments", "Segments that wait to be sent, for the first time or again.",
            "tenant"),

    QUEUED_BYTES(Type.GAUGE, "tracegate_queued_bytes",
            "Bytes of the segments that wait to be sent, for the first time or again.",
            "tenant"),

    IN_FLIGHT(Type.GAUGE, "tracegate_in_flight_segments", "Segments in a call, or being written to the spool.",
            "tenant"),

    SPOOLED(Type.GAUGE, "tracegate_spooled_segments", "Segments on disk, and not in memory.", "tenant"),

    RESTORED(Type.COUNTER, "tracegate_restored_segments", "Segments of a run before, found on disk at start.",
            "tenant"),

    DELIVERED(Type.COUNTER, "tracegate_delivered_segments", "Segments the sink accepted.", "tenant"),

    RETRIED(Type.COUNTER, "tracegate_retried_segments", "Segments sent again, each as often as it was.", "tenant"),

    SHED(Type.COUNTER, "tracegate_shed_segments", "Segments dropped on purpose under pressure.", "tenant", "reason"),

    DEAD_LETTERED(Type.COUNTER, "tracegate_dead_lettered_segments",
            "Segments the sink refused for good, by its error code. After 20 codes, the others are counted as other.",
            "tenant", "code"),

    BOOKS_IMBALANCE(Type.GAUGE, "tracegate_books_imbalance_segments",
            "Segments by which the books are off: received and restored less everything that became of them. Not 0 is a bug."),

    BUFFER_BYTES(Type.GAUGE, "tracegate_buffer_bytes", "Bytes of the memory budget in use."),

    BUFFER_LIMIT_BYTES(Type.GAUGE, "tracegate_buffer_limit_bytes", "The memory budget in bytes."),

    SEND_RATE(Type.GAUGE, "tracegate_send_rate_limit_segments_per_second",
            "Segments a second that X-Ray takes, as learnt from its throttles; +Inf while it throttles none. Of the slowest destination."),

    REFUSED_TENANTS(Type.GAUGE, "tracegate_refused_tenants",
            "Tenants that nothing is sent for, because their credentials are refused or missing."),

    STALLED(Type.GAUGE, "tracegate_stalled_destinations",
            "Destinations that have taken nothing for 10 s while segments wait for them, by how their last call ended.",
            "reason"),

    SPOOL(Type.GAUGE, "tracegate_spool_state", "1 for the state the spool is in, 0 for the others.", "state"),

    SPOOL_BYTES(Type.GAUGE, "tracegate_spool_bytes", "Bytes of the spool's file and its log."),

    SPOOL_LIMIT_BYTES(Type.GAUGE, "tracegate_spool_limit_bytes", "What they may come to. 0 where there is no spool."),

    SPOOL_BATCHES(Type.GAUGE, "tracegate_spool_batches", "Batches in the spool."),

    SPOOL_OLDEST(Type.GAUGE, "tracegate_spool_oldest_seconds",
            "How long the oldest batch that waits in the spool has been there."),

    HELD_BYTES(Type.GAUGE, "tracegate_held_bytes",
            "Bytes of datagrams whose sender is not known yet. They stand in no other count until it is, or until they are refused."),

    KERNEL_DROPPED(Type.COUNTER, "tracegate_kernel_dropped_datagrams",
            "Datagrams the kernel dropped because the socket's buffer was full. Absent where the kernel does not say."),

    PREDECESSOR_UNREAD(Type.COUNTER, "tracegate_predecessor_unread_bytes",
            "Bytes of kernel memory of the datagrams that a hung gateway had not read when this one killed it to take over. They are lost."),

    PREDECESSOR_DROPPED(Type.COUNTER, "tracegate_predecessor_dropped_datagrams",
            "Datagrams that the full sockets of such a gateway dropped, from its start on. It may have reported some of them itself."),

    CREDENTIALS(Type.GAUGE, "tracegate_credentials_state", "1 for the state the credentials are in, 0 for the others.",
            "state"),

    UPLOAD(Type.TIMER, "tracegate_upload",
            "Time of an attempt to upload a batch, from the call to its outcome: answered, or why it failed.",
            "outcome"),

    SAMPLING_CALLS(Type.COUNTER, "tracegate_sampling_calls", "Sampling calls of SDKs, by where the answer came from.",
            "answer"),

    FORBIDDEN_CALLS(Type.COUNTER, "tracegate_forbidden_calls",
            "Calls on the TCP port that were refused: neither of the two sampling calls, or of no tenant."),

    DROPPED_LOG_LINES(Type.COUNTER, "tracegate_dropped_log_lines",
            "Log lines not printed because whoever reads the log did not keep up.");

    /** What a meter does; it decides the end of its name in Prometheus. */
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
    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
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

    /** The name Micrometer is given. */
    String meter() {
        return meter;
    }

    /** The name in a scrape. */
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
