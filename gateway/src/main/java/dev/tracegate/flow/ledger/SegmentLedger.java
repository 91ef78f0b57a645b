package dev.tracegate.flow.ledger;

import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.TenantId;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * The counts of every segment, with a page for each tenant. Written by one loop; read by any thread. The pages of tenants that are gone are added
 * up in the page {@link #REMOVED}, so that the sum of all pages never loses a segment.
 */
public final class SegmentLedger {
    /** The sum of the pages of tenants that are gone. No tenant can have this name. */
    public static final TenantId REMOVED = new TenantId("(removed)");

    private final Map<TenantId, TenantLedger> ledgers = new ConcurrentHashMap<>();
    /** Incremented before and after pages are folded: odd while it lasts. A reading of all pages that this overlaps is made again. */
    private final AtomicInteger folds = new AtomicInteger();

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
    public void accepted(TenantId tenant, boolean unreadable, boolean replacedUtf8) {
        if (unreadable) {
            of(tenant).unreadable();
        }
        if (replacedUtf8) {
            of(tenant).replacedUtf8();
        }
    }

    /** A keep rate below 1 could not decide about a document, which is kept. */
    public void undecidable(TenantId tenant) {
        of(tenant).undecidable();
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

    /** Tenants with a ledger. */
    public Set<TenantId> tenants() {
        return Set.copyOf(ledgers.keySet());
    }

    /** Whether no segment of the tenant is in memory or on disk. */
    public boolean isAtRest(TenantId tenant) {
        var page = ledgers.get(tenant);
        return page == null || page.isAtRest();
    }

    /**
     * Adds the ledgers of removed tenants to {@link #REMOVED} and deletes them, if no segment of the tenant is left. A tenant that sends again gets a
     * new ledger. On the loop that writes.
     */
    public void fold(Predicate<TenantId> gone) {
        var leaving = ledgers.keySet()
                .stream()
                .filter(tenant -> isTenants(tenant) && isAtRest(tenant) && gone.test(tenant))
                .toList();
        folds.incrementAndGet();
        leaving.forEach(tenant -> {
            of(REMOVED).add(read(tenant));
            ledgers.remove(tenant);
        });
        folds.incrementAndGet();
    }

    private static boolean isTenants(TenantId page) {
        return !page.equals(REMOVED) && !page.equals(TenantId.UNATTRIBUTED);
    }

    /** All ledgers by tenant name, read in one step. Call at the end of the run, or on another thread than the loop. */
    public SortedMap<String, LedgerSnapshot> read() {
        var balances = new TreeMap<String, LedgerSnapshot>();
        pages().forEach((tenant, page) -> balances.put(tenant.value(), page));
        return balances;
    }

    /** All ledgers. If ledgers are folded during the reading, it is repeated, so that none is counted twice. */
    public Map<TenantId, LedgerSnapshot> pages() {
        while (true) {
            int before = folds.get();
            var pages = new HashMap<TenantId, LedgerSnapshot>();
            ledgers.forEach((tenant, ledger) -> pages.put(tenant, ledger.read()));
            VarHandle.acquireFence(); // the counts are read before the number of folds
            if (before % 2 == 0 && folds.get() == before) {
                return pages;
            }
            Thread.onSpinWait();
        }
    }

    /** All ledgers by tenant name, read in steps of {@link LedgerReading#PAGES_PER_STEP}. */
    public StepwiseReading<SortedMap<String, LedgerSnapshot>> reading() {
        return new LedgerReading(ledgers, folds::get);
    }

    /** Ledgers that do not balance, by tenant name. On the loop, between two of its tasks, any result but an empty one is a bug. */
    public SortedMap<String, LedgerSnapshot> unbalanced() {
        var balances = new TreeMap<String, LedgerSnapshot>();
        ledgers.forEach((tenant, ledger) -> {
            if (ledger.imbalance() != 0) {
                balances.put(tenant.value(), ledger.read());
            }
        });
        return balances;
    }

    /** A reading of the tenant's ledger; all counts are 0 if it has none. */
    public LedgerSnapshot read(TenantId tenant) {
        var page = ledgers.get(tenant);
        return (page == null ? new TenantLedger() : page).read();
    }

    public TenantLedger of(TenantId tenant) {
        var ledger = ledgers.get(tenant); // the common case, without a lambda and a lock
        return ledger == null ? ledgers.computeIfAbsent(tenant, any -> new TenantLedger()) : ledger;
    }
}
