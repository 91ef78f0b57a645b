package dev.tracegate.telemetry.metrics;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** One tenant's counters of a meter with a tag whose values are not known before, registered as values appear. Bounded, and then the others share one. */
final class NamedCounters {
    static final String OTHER = "other";

    private final Registration registration;
    private final MeterName meter;
    private final String tenant;
    private final int most;
    private final Function<TenantView, Map<String, Long>> counts;
    private final Set<String> names = new HashSet<>();
    private boolean others;

    /** Registers a counter of the tenant that shows its latest reading. */
    @FunctionalInterface
    interface Registration {
        void counter(MeterName name, ToLongFunction<TenantView> count, String... tagValues);
    }

    /** @param most the most values with a series of their own; bounds the registry */
    NamedCounters(Registration registration, MeterName meter, String tenant, int most,
            Function<TenantView, Map<String, Long>> counts) {
        this.registration = registration;
        this.meter = meter;
        this.tenant = tenant;
        this.most = most;
        this.counts = counts;
    }

    /** Registers counters for values that are new in this reading. */
    void show(TenantView latest) {
        for (var name : counts.apply(latest).keySet()) {
            if (names.size() < most) {
                register(name);
            } else if (!names.contains(name)) {
                registerOther();
            }
        }
    }

    private void register(String name) {
        if (names.add(name)) {
            registration.counter(meter, view -> counts.apply(view).getOrDefault(name, 0L), tenant, name);
        }
    }

    private void registerOther() {
        if (!others) {
            others = true;
            registration.counter(meter, view -> others(counts.apply(view)), tenant, OTHER);
        }
    }

    private long others(Map<String, Long> all) {
        long sum = 0;
        for (var entry : all.entrySet()) {
            sum += names.contains(entry.getKey()) ? 0 : entry.getValue();
        }
        return sum;
    }
}
