package dev.tracegate.telemetry.summary;

import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.telemetry.metrics.TenantView;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Counts of lost datagrams and segments by reason. Reasons with a count of 0 are omitted.
 *
 * @param rejected by {@link RejectReason#label()}
 * @param shed by {@link ShedReason#label()}
 * @param deadLettered by the sink's error code
 * @param kernelDropped datagrams dropped by the kernel; also 0 if the kernel does not report it
 */
record Losses(SortedMap<String, Long> rejected, SortedMap<String, Long> shed, SortedMap<String, Long> deadLettered,
        long kernelDropped) {

    Losses {
        rejected = Collections.unmodifiableSortedMap(rejected);
        shed = Collections.unmodifiableSortedMap(shed);
        deadLettered = Collections.unmodifiableSortedMap(deadLettered);
    }

    /** All losses since the start. */
    static Losses of(Collection<? extends TenantView> tenants, long kernelDropped) {
        var rejected = new TreeMap<String, Long>();
        var shed = new TreeMap<String, Long>();
        var deadLettered = new TreeMap<String, Long>();
        for (var tenant : tenants) {
            for (var reason : RejectReason.values()) {
                add(rejected, reason.label(), tenant.rejected(reason));
            }
            for (var reason : ShedReason.values()) {
                add(shed, reason.label(), tenant.shed(reason));
            }
            tenant.deadLettered().forEach((code, count) -> add(deadLettered, code, count));
        }
        return new Losses(rejected, shed, deadLettered, kernelDropped);
    }

    private static void add(SortedMap<String, Long> counts, String reason, long count) {
        if (count != 0) {
            counts.merge(reason, count, Long::sum);
        }
    }

    /** The difference to an earlier reading of the same counts. */
    Losses since(Losses before) {
        return new Losses(since(rejected, before.rejected), since(shed, before.shed),
                since(deadLettered, before.deadLettered), kernelDropped - before.kernelDropped);
    }

    /** Without the names whose count is the same. */
    static SortedMap<String, Long> since(SortedMap<String, Long> now, SortedMap<String, Long> before) {
        var difference = new TreeMap<String, Long>();
        now.forEach((reason, count) -> add(difference, reason, count - before.getOrDefault(reason, 0L)));
        return difference;
    }

    long total() {
        return sum(rejected.values()) + sum(shed.values()) + sum(deadLettered.values()) + kernelDropped;
    }

    static long sum(Collection<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** Passes each loss with its name: {@code rejected missing_header}, {@code shed buffer_full}, {@code dead_lettered Throttled}, {@code kernel_dropped}. */
    void forEach(BiConsumer<String, Long> action) {
        rejected.forEach((reason, count) -> action.accept("rejected " + reason, count));
        shed.forEach((reason, count) -> action.accept("shed " + reason, count));
        deadLettered.forEach((code, count) -> action.accept("dead_lettered " + code, count));
        if (kernelDropped != 0) {
            action.accept("kernel_dropped", kernelDropped);
        }
    }
}
