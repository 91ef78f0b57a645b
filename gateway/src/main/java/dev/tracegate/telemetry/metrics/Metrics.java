package dev.tracegate.telemetry.metrics;

import com.github.benmanes.caffeine.cache.Cache;
import dev.tracegate.dispatch.DispatchEvent;
import dev.tracegate.telemetry.logging.Logging;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.spi.VertxMetricsFactory;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The process's meter registry and its Prometheus page. Thread-safe. */
public final class Metrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final UploadMeters uploads = new UploadMeters(registry);
    private final List<GatewayMeters> gateways = new CopyOnWriteArrayList<>();
    private final List<SamplingMeters> sampling = new CopyOnWriteArrayList<>();
    // strong reference: the registry has only a weak one
    private final Logging logging;

    public Metrics(Logging logging) {
        this.logging = logging;
        FunctionCounter
                .builder(MeterName.DROPPED_LOG_LINES.meter(), this, metrics -> metrics.logging.droppedLines())
                .description(MeterName.DROPPED_LOG_LINES.description())
                .register(registry);
    }

    /** For {@code Vertx.builder().withMetrics(…)}; requires {@link #vertxOptions()} as well. */
    public VertxMetricsFactory vertxFactory() {
        return new MicrometerMetricsFactory(registry);
    }

    /** For {@code VertxOptions.setMetricsOptions(…)}: measures HTTP servers (by local address) and clients, by method and status, never by path or peer. */
    public MicrometerMetricsOptions vertxOptions() {
        var options = new MicrometerMetricsOptions().setEnabled(true)
                .setJvmMetricsEnabled(false)
                .setNettyMetricsEnabled(false)
                .setLabels(EnumSet.of(Label.LOCAL, Label.HTTP_METHOD, Label.HTTP_CODE));
        EnumSet.complementOf(EnumSet.of(MetricsDomain.HTTP_SERVER, MetricsDomain.HTTP_CLIENT))
                .forEach(options::addDisabledMetricsCategory);
        return options;
    }

    /** Adds the gateway's meters, which read the view at each scrape. */
    public void bind(GatewayView view) {
        gateways.add(new GatewayMeters(registry, view));
    }

    /** Adds the meters of sampling clients, which read the view at each scrape. */
    public void bindSampling(SamplingView view) {
        sampling.add(new SamplingMeters(registry, view));
    }

    /** Adds Micrometer's cache meters with the tag {@code cache} set to the name. The registry references the cache weakly. */
    public void bindCache(String name, Cache<?, ?> cache) {
        CaffeineCacheMetrics.monitor(registry, cache, name);
    }

    /** A listener that records the duration of each upload. Thread-safe. */
    public Consumer<DispatchEvent> uploads() {
        return uploads;
    }

    /**
     * Reads and formats all meters, without I/O. Takes 7 ms with 200 tenants: do not call it on an event loop. Calls are serialized.
     */
    public synchronized String scrape(Exposition format) {
        gateways.forEach(GatewayMeters::refresh);
        sampling.forEach(SamplingMeters::refresh);
        return registry.scrape(format.contentType());
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }
}
