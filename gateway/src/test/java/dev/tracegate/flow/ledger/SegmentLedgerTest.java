package dev.tracegate.flow.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.TenantId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SegmentLedgerTest {
    private final SegmentLedger books = new SegmentLedger();

    @Test
    void a_reading_takes_a_bounded_number_of_pages_per_step() {
        int tenants = 2 * LedgerReading.PAGES_PER_STEP + 1;
        IntStream.range(0, tenants)
                .forEach(i -> books.rejected(new TenantId("tenant-" + i), RejectReason.EMPTY_DATAGRAM));

        var reading = books.reading();

        assertThat(reading.step()).isEmpty();
        assertThat(reading.step()).isEmpty();
        assertThat(reading.step()).hasValueSatisfying(all -> assertThat(all).hasSize(tenants).isEqualTo(books.read()));
    }

    @Test
    void books_without_a_page_are_read_in_one_step() {
        assertThat(books.reading().step()).hasValueSatisfying(all -> assertThat(all).isEmpty());
    }

    @Test
    void a_tenant_is_unbalanced_while_a_count_is_missing() {
        books.rejected(new TenantId("right"), RejectReason.EMPTY_DATAGRAM);
        var wrong = new TenantId("wrong");
        books.of(wrong).received();
        books.of(wrong).deadLettered("code", 3);

        assertThat(books.unbalanced()).containsOnlyKeys("wrong");
        assertThat(books.unbalanced().get("wrong").imbalance()).isEqualTo(books.of(wrong).imbalance()).isEqualTo(-2);
    }

    @Test
    void the_page_of_a_tenant_that_is_gone_is_folded_once_nothing_of_it_is_left() {
        var gone = new TenantId("gone");
        var waits = new TenantId("waits");
        books.rejected(gone, RejectReason.EMPTY_DATAGRAM);
        books.shed(gone, ShedReason.RATE_LIMIT);
        books.accepted(gone, true, true);
        books.undecidable(gone);
        books.of(gone).received();
        books.of(gone).sampledOut("rule");
        books.restored(gone, 3);
        books.of(gone).spooled(-3);
        books.of(gone).delivered(2);
        books.of(gone).deadLettered("code", 1);
        books.of(gone).retried(4);
        books.restored(waits, 1);
        books.rejected(TenantId.UNATTRIBUTED, RejectReason.UNKNOWN_SOURCE);
        var page = books.read(gone);

        books.fold(any -> true);

        assertThat(books.tenants()).containsExactlyInAnyOrder(SegmentLedger.REMOVED, waits, TenantId.UNATTRIBUTED);
        assertThat(books.read(SegmentLedger.REMOVED)).isEqualTo(page);
        assertThat(page.imbalance()).isZero();
        assertThat(books.read(gone).received()).as("a tenant that comes back begins anew").isZero();
        assertThat(books.tenants()).as("a reading makes no page").doesNotContain(gone);
    }

    @Test
    void a_stepwise_reading_that_a_fold_interrupts_counts_no_page_twice() {
        int tenants = LedgerReading.PAGES_PER_STEP + 1;
        IntStream.range(0, tenants)
                .forEach(i -> books.rejected(new TenantId("tenant-" + i), RejectReason.EMPTY_DATAGRAM));
        var reading = books.reading();
        assertThat(reading.step()).isEmpty();

        books.fold(any -> true);

        assertThat(reading.step()).hasValueSatisfying(all -> assertThat(all).isEqualTo(books.read()).hasSize(1));
        assertThat(books.read(SegmentLedger.REMOVED).received()).isEqualTo(tenants);
    }

    @Test
    void readings_on_another_thread_count_each_segment_once_while_pages_are_folded() throws Exception {
        int tenants = 2_000;
        IntStream.range(0, tenants)
                .forEach(i -> books.rejected(new TenantId("tenant-" + i), RejectReason.EMPTY_DATAGRAM));
        var sums = ConcurrentHashMap.<Long>newKeySet();
        var reading = new AtomicBoolean(true);
        var reader = Thread.ofPlatform().start(() -> {
            while (reading.get()) {
                sums.add(books.pages().values().stream().mapToLong(LedgerSnapshot::received).sum());
            }
        });

        for (int i = 0; i < tenants; i++) {
            var one = new TenantId("tenant-" + i);
            books.fold(one::equals);
        }
        reading.set(false);
        reader.join();

        assertThat(sums).isSubsetOf((long) tenants);
        assertThat(books.tenants()).containsExactly(SegmentLedger.REMOVED);
    }
}
