package dev.tracegate.aws;

/**
 * What the gateway counts, as X-Ray's telemetry records name it; since the start.
 *
 * @param spillover shed on purpose
 */
public record TelemetryCounts(long received, long sent, long spillover, long rejected) {

    TelemetryCounts since(TelemetryCounts before) {
        return new TelemetryCounts(received - before.received, sent - before.sent, spillover - before.spillover,
                rejected - before.rejected);
    }
}
