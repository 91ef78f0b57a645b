package dev.tracegate.app;

import dev.tracegate.flow.ledger.LedgerSnapshot;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import java.util.Collection;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The final log lines about segments: how many were lost, by tenant, how many are stored for the next start, and the counts of the run. */
record DrainReport(SegmentLedger books) {
    private static final Logger LOG = LoggerFactory.getLogger(DrainReport.class);

    void log(DataPlane.Drained drained) {
        var left = drained.left();
        double seconds = drained.took().toMillis() / 1e3;
        if (left.stored() > 0) {
            LOG.info(
                    "{} segments could not be delivered in time; they are in the spool and are sent after the next start",
                    left.stored());
        }
        if (left.lost() > 0) {
            LOG.warn("Drained in {} s; {} segments could not be delivered in time and are lost ({})", seconds,
                    left.lost(), lostByTenant(books.read()));
        } else {
            LOG.info("Drained in {} s; nothing is left", seconds);
        }
        LOG.info("Books: {}", line(books.read().values()));
    }

    static String lostByTenant(Map<String, LedgerSnapshot> books) {
        return books.entrySet()
                .stream()
                .filter(page -> lost(page.getValue()) > 0)
                .map(page -> page.getKey() + ": " + lost(page.getValue()))
                .collect(Collectors.joining(", "));
    }

    private static long lost(LedgerSnapshot page) {
        return page.shed().getOrDefault(ShedReason.DRAIN_DEADLINE, 0L);
    }

    /** The sums over all tenants as an equation, which holds after a drain. */
    static String line(Collection<LedgerSnapshot> pages) {
        return "received %d + restored %d = rejected %d + sampled out %d + shed %d + dead-lettered %d + delivered %d + spooled %d"
                .formatted(sum(pages, LedgerSnapshot::received), sum(pages, LedgerSnapshot::restored),
                        sum(pages, page -> sum(page.rejected().values(), Long::longValue)),
                        sum(pages, page -> sum(page.sampledOut().values(), Long::longValue)),
                        sum(pages, page -> sum(page.shed().values(), Long::longValue)),
                        sum(pages, page -> sum(page.deadLettered().values(), Long::longValue)),
                        sum(pages, LedgerSnapshot::delivered), sum(pages, LedgerSnapshot::spooled));
    }

    private static <T> long sum(Collection<T> values, ToLongFunction<T> count) {
        return values.stream().mapToLong(count).sum();
    }
}
