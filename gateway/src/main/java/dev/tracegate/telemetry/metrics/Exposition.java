package dev.tracegate.telemetry.metrics;

/** The text format of the metrics page. */
public enum Exposition {
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"), OPEN_METRICS(
            "application/openmetrics-text; version=1.0.0; charset=utf-8");

    private final String contentType;

    Exposition(String contentType) {
        this.contentType = contentType;
    }

    /** OpenMetrics if the Accept header names it, as Prometheus's does; otherwise Prometheus text. */
    public static Exposition forAccept(String accept) {
        return accept.contains("application/openmetrics-text") ? OPEN_METRICS : PROMETHEUS;
    }

    public String contentType() {
        return contentType;
    }
}
