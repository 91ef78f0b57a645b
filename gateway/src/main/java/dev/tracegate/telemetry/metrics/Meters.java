package dev.tracegate.telemetry.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * Registers meters that read a view at each scrape, so that the data path does not update meters. Register each meter once: Micrometer
 * warns about duplicates. The registry references the view weakly: the caller must keep a reference to it.
 */
record Meters<V>(MeterRegistry registry, V view) {

    /** @param tagValues in the order of the name's tags */
    Meter counter(MeterName name, ToLongFunction<V> count, String... tagValues) {
        return FunctionCounter.builder(name.meter(), view, count::applyAsLong)
                .description(name.description())
                .tags(tags(name, tagValues))
                .register(registry);
    }

    /** @param tagValues in the order of the name's tags */
    Meter gauge(MeterName name, ToLongFunction<V> value, String... tagValues) {
        return measure(name, value::applyAsLong, tagValues);
    }

    /** A gauge with a fractional value. */
    Meter measure(MeterName name, ToDoubleFunction<V> value, String... tagValues) {
        return Gauge.builder(name.meter(), view, value)
                .description(name.description())
                .tags(tags(name, tagValues))
                .register(registry);
    }

    /** Keys and values alternating, as Micrometer expects them. */
    static String[] tags(MeterName name, String... values) {
        var tags = new String[values.length * 2];
        for (int i = 0; i < values.length; i++) {
            tags[2 * i] = name.tags().get(i);
            tags[2 * i + 1] = values[i];
        }
        return tags;
    }
}
