package dev.tracegate.telemetry.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The meters of sampling clients. Keeps a strong reference to itself as the meters' view, which the registry references weakly. */
final class SamplingMeters {
    /** Rules of all tenants with meters of their own; each adds two series to the scraper. */
    static final int MAX_RULES = 1_000;
    private static final String OTHERS = "(others)";

    private final SamplingView view;
    private final Meters<SamplingMeters> meters;
    private final Set<Series> rules = new HashSet<>();
    private final Set<String> tenants = new HashSet<>();
    private volatile Map<Series, SamplingView.RuleReading> ruleReadings = Map.of();
    private volatile Map<String, SamplingView.SourcesReading> sourceReadings = Map.of();

    private record Series(String tenant, String rule) implements Comparable<Series> {
        static final Series OF_OTHERS = new Series(OTHERS, OTHERS);
        private static final Comparator<Series> ORDER = Comparator.comparing(Series::tenant)
                .thenComparing(Series::rule);

        @Override
        public int compareTo(Series other) {
            return ORDER.compare(this, other);
        }
    }

    SamplingMeters(MeterRegistry registry, SamplingView view) {
        this.view = view;
        this.meters = new Meters<>(registry, this);
    }

    /** Reads the view once for all meters, and registers meters for new rules and tenants. */
    synchronized void refresh() {
        ruleReadings = view.rules()
                .stream()
                .collect(Collectors.toMap(
                        each -> bounded(new Series(each.tenant().value(), each.rule())), each -> each,
                        SamplingMeters::sum));
        sourceReadings = view.sources()
                .stream()
                .collect(Collectors.toMap(
                        each -> bounded(each.tenant().value()), each -> each, SamplingMeters::sum));
    }

    private Series bounded(Series series) {
        if (rules.contains(series)) {
            return series;
        }
        var own = rules.size() < MAX_RULES ? series : Series.OF_OTHERS;
        if (rules.add(own)) {
            rule(MeterName.SDK_RECORDED, own, SamplingView.RuleReading::reported);
            rule(MeterName.ROOTS_ARRIVED, own, SamplingView.RuleReading::arrived);
        }
        return own;
    }

    private void rule(MeterName name, Series series, ToLongFunction<SamplingView.RuleReading> count) {
        meters.counter(name, shown -> {
            var reading = shown.ruleReadings.get(series);
            return reading == null ? 0 : count.applyAsLong(reading);
        }, series.tenant, series.rule);
    }

    private String bounded(String tenant) {
        if (tenants.contains(tenant)) {
            return tenant;
        }
        var own = tenants.size() < GatewayMeters.MAX_TENANTS ? tenant : OTHERS;
        if (tenants.add(own)) {
            sources(MeterName.POLLING_SOURCES, own, SamplingView.SourcesReading::polling);
            sources(MeterName.NEVER_POLLING_SOURCES, own, SamplingView.SourcesReading::neverPolling);
        }
        return own;
    }

    private void sources(MeterName name, String tenant, ToLongFunction<SamplingView.SourcesReading> count) {
        meters.gauge(name, shown -> {
            var reading = shown.sourceReadings.get(tenant);
            return reading == null ? 0 : count.applyAsLong(reading);
        }, tenant);
    }

    private static SamplingView.RuleReading sum(SamplingView.RuleReading a, SamplingView.RuleReading b) {
        return new SamplingView.RuleReading(a.tenant(), a.rule(), a.reported() + b.reported(),
                a.arrived() + b.arrived());
    }

    private static SamplingView.SourcesReading sum(SamplingView.SourcesReading a, SamplingView.SourcesReading b) {
        return new SamplingView.SourcesReading(a.tenant(), a.polling() + b.polling(),
                a.neverPolling() + b.neverPolling());
    }
}
