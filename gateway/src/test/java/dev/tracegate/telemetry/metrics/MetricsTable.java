package dev.tracegate.telemetry.metrics;

import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.ingest.tcp.SamplingAnswer;
import dev.tracegate.segment.RejectReason;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Generates {@code docs/metrics.md} from the code. */
final class MetricsTable {
    private MetricsTable() {}

    static String markdown() {
        return """
                # Metrics

                `GET /metrics` on the admin port (127.0.0.1:2080 unless set otherwise) answers in Prometheus text, or in OpenMetrics
                where the scraper asks for it. This page is made from the code.

                | meter | type | tags | what it says |
                |---|---|---|---|
                %s
                `tracegate_upload_seconds` is a histogram with its `_bucket`, `_sum` and `_count`; beside it stands
                `tracegate_upload_seconds_max`, the longest of the last minutes.

                ## Values of the tags
                - `tenant`: the tenant's name; `default` where none are configured, `unattributed` for what has none. After 200
                  tenants, the others are counted together as `(others)`; `/v1/books` has each.
                - `reason` of `tracegate_rejected_datagrams_total`: %s.
                - `reason` of `tracegate_shed_segments_total`: %s.
                - `reason` of `tracegate_stalled_destinations`: the `outcome` of its last call, or `no_answer`.
                - `rule` of `tracegate_sampled_out_segments_total`: `tenant_keep_rate` (see [sampling.md](sampling.md)).
                - `rule` of `tracegate_sdk_recorded_requests_total` and `tracegate_arrived_root_segments_total`: a sampling rule's name.
                  After 32 rules of a tenant, its others share `(others)`; after 1,000 of all tenants, the others share one series.
                - `code`: the sink's error code, as it sent it; `refused_on_the_way` where it never saw the segment.
                - `state` of `tracegate_credentials_state`: %s.
                - `state` of `tracegate_spool_state`: %s.
                - `outcome`: `answered`, %s.
                - `answer`: %s.

                ## Caches
                Where tenants are configured, meters that begin with `cache_` describe the shared caches. They are Micrometer's for Caffeine:
                `cache_size` (entries), `cache_gets_total` (with the tag `result`: `hit` or `miss`), `cache_puts_total`,
                `cache_evictions_total` and `cache_eviction_weight_total`. Their tag `cache` is one of:
                - `role_credentials`: roles assumed for tenants; an entry is dropped after 15 minutes without use.
                - `tenant_clients`: the client of each tenant; dropped with its credentials.
                - `sampling_answers`: X-Ray's last good sampling answers, at most 8 MiB for all tenants.
                - `task_roles`: roles by revision of a task definition, where tasks bring their own roles.

                ## Vert.x's own
                Meters that begin with `vertx_http_server_` and `vertx_http_client_` are Vert.x's, with the tags `method` and `code`; no path
                and no peer address is ever a tag.
                """
                .formatted(rows(), labels(RejectReason.values(), RejectReason::label),
                        labels(ShedReason.values(), ShedReason::label),
                        labels(CredentialsTag.values(), CredentialsTag::label),
                        labels(SpoolHealth.values(), SpoolHealth::label),
                        labels(SendOutcome.Cause.values(), SendOutcome.Cause::label),
                        labels(SamplingAnswer.values(), SamplingAnswer::label));
    }

    private static String rows() {
        return Stream.of(MeterName.values())
                .map(name -> "| `%s` | %s | %s | %s |%n".formatted(name.prometheusName(),
                        name.type().name().toLowerCase(Locale.ROOT), String.join(", ", name.tags()),
                        name.description()))
                .collect(Collectors.joining());
    }

    private static <T> String labels(T[] values, Function<T, String> label) {
        return Arrays.stream(values).map(value -> "`" + label.apply(value) + "`").collect(Collectors.joining(", "));
    }
}
