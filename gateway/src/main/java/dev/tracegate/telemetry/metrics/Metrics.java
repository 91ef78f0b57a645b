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

/** The process's meters and their Prometheus page. Any thread. */
public final class Metrics {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final UploadMeters uploads = new UploadMeters(registry);
    private final List<GatewayMeters> gateways = new CopyOnWriteArrayList<>();
    // the registry holds it weakly
    private final Logging logging;

    public Metrics(Logging logging) {
        this.logging = logging;
        FunctionCounter
                .builder(MeterName.DROPPED_LOG_LINES.meter(), this, metrics -> metrics.logging.droppedLines())
                .description(MeterName.DROPPED_LOG_LINES.description())
                .register(registry);
    }

    /** For {@code Vertx.builder().withMetrics(…)}; it needs {@link #vertxOptions()} beside it. */
    public VertxMetricsFactory vertxFactory() {
        return new MicrometerMetricsFactory(registry);
    }

    /** For {@code VertxOptions.setMetricsOptions(…)}: HTTP servers (by their address) and clients, by method and status; nothing by path or peer. */
    public MicrometerMetricsOptions vertxOptions() {
        var options = new MicrometerMetricsOptions().setEnabled(true)
                .setJvmMetricsEnabled(false)
                .setNettyMetricsEnabled(false)
                .setLabels(EnumSet.of(Label.LOCAL, Label.HTTP_METHOD, Label.HTTP_CODE));
        EnumSet.complementOf(EnumSet.of(MetricsDomain.HTTP_SERVER, MetricsDomain.HTTP_CLIENT))
                .forEach(options::addDisabledMetricsCategory);
        return options;
    }

    /** Adds the gateway's meters. They read the view at each scrape. */
    public void bind(GatewayView view) {
        gateways.add(new GatewayMeters(registry, view));
    }

    /** Adds Micrometer's meters of a cache, with its name in their tag {@code cache}. The registry holds the cache weakly. */
    public void bindCache(String name, Cache<?, ?> cache) {
        CaffeineCacheMetrics.monitor(registry, cache, name);
    }

    /** Measures each upload. Any thread. */
    public Consumer<DispatchEvent> uploads() {
        return uploads;
    }

    /**
     * The page of all meters as of now. Reads and formats, without I/O: 7 ms with 200 tenants, so not for an event loop. One at a time.
     */
    public synchronized String scrape(Exposition format) {
        gateways.forEach(GatewayMeters::refresh);
        return registry.scrape(format.contentType());
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }
}
