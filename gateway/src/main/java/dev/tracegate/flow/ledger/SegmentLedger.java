package dev.tracegate.flow.ledger;

import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.TenantId;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The counts of every segment, with a page for each tenant. Written by one loop; read by any thread. */
public final class SegmentLedger {
    private final Map<TenantId, TenantLedger> ledgers = new ConcurrentHashMap<>();

    /** A datagram was received and refused. */
    public void rejected(TenantId tenant, RejectReason reason) {
        var ledger = of(tenant);
        ledger.received();
        ledger.rejected(reason);
    }

    /** A datagram was received and dropped before it was offered to a queue. */
    public void shed(TenantId tenant, ShedReason reason) {
        var ledger = of(tenant);
        ledger.received();
        ledger.shed(reason, 1);
    }

    /** Counts properties of a document that was accepted. */
    public void noticed(TenantId tenant, boolean unreadable, boolean replacedUtf8) {
        if (unreadable) {
            of(tenant).unreadable();
        }
        if (replacedUtf8) {
            of(tenant).replacedUtf8();
        }
    }

    /** Segments of an earlier run were found on disk. */
    public void restored(TenantId tenant, long segments) {
        of(tenant).restored(segments);
    }

    /** Segments on disk were dropped. */
    public void shedFromSpool(TenantId tenant, ShedReason reason, long segments) {
        var ledger = of(tenant);
        ledger.spooled(-segments);
        ledger.shed(reason, segments);
    }

    /** Tenants with a page. */
    public Set<TenantId> tenants() {
        return Set.copyOf(ledgers.keySet());
    }

    /** All pages by tenant name, read at once: at the end of the run, or on another thread than the loop. */
    public SortedMap<String, LedgerSnapshot> read() {
        var balances = new TreeMap<String, LedgerSnapshot>();
        ledgers.forEach((tenant, ledger) -> balances.put(tenant.value(), ledger.read()));
        return balances;
    }

    /** All pages by tenant name, {@link LedgerReading#PAGES_A_STEP} in a step. */
    public StepwiseReading<SortedMap<String, LedgerSnapshot>> reading() {
        return new LedgerReading(ledgers.entrySet()
                .stream()
                .map(page -> Map.entry(page.getKey().value(), page.getValue()))
                .iterator());
    }

    /** Pages that do not balance, by tenant name. Empty when read on the loop between two of its tasks, unless there is a bug. */
    public SortedMap<String, LedgerSnapshot> unbalanced() {
        var balances = new TreeMap<String, LedgerSnapshot>();
        ledgers.forEach((tenant, ledger) -> {
            if (ledger.imbalance() != 0) {
                balances.put(tenant.value(), ledger.read());
            }
        });
        return balances;
    }

    public LedgerSnapshot read(TenantId tenant) {
        return of(tenant).read();
    }

    public TenantLedger of(TenantId tenant) {
        var ledger = ledgers.get(tenant); // the common case, without a lambda and a lock
        return ledger == null ? ledgers.computeIfAbsent(tenant, any -> new TenantLedger()) : ledger;
    }
}
