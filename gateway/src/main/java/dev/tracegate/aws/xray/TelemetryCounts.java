package dev.tracegate.aws.xray;

/**
 * What the telemetry records report of segments, as totals since the start; the records carry the differences.
 *
 * @param received datagrams that came in
 * @param sent segments X-Ray took
 * @param spillover segments dropped for want of room or time
 * @param rejected datagrams refused on arrival, and segments X-Ray did not take
 */
public record TelemetryCounts(long received, long sent, long spillover, long rejected) {
    static final TelemetryCounts NONE = new TelemetryCounts(0, 0, 0, 0);

    /** Where the totals are read. Called on the telemetry's event loop, each minute. */
    public interface Source {
        TelemetryCounts snapshot();
    }
}
