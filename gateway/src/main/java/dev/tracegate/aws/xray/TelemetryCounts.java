package dev.tracegate.aws.xray;

/**
 * The counts in telemetry records, as totals since the start; the records carry the differences.
 *
 * @param received datagrams received
 * @param sent segments that X-Ray accepted
 * @param spillover segments dropped for lack of space or time
 * @param rejected datagrams refused on arrival, and segments that X-Ray refused
 */
public record TelemetryCounts(long received, long sent, long spillover, long rejected) {
    static final TelemetryCounts NONE = new TelemetryCounts(0, 0, 0, 0);

    /** Reads the totals. Called on the telemetry's event loop, once a minute. */
    public interface Source {
        TelemetryCounts snapshot();
    }
}
