package dev.tracegate.flow.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.TenantId;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LedgerPageTest {
    private static final TenantId TENANT = new TenantId("a");

    private final SegmentLedger ledger = new SegmentLedger();

    /** Each count of a page and the imbalance that it alone causes. */
    static Stream<Arguments> counts() {
        return Stream.of(count("received", +1, TenantLedger::received),
                count("rejected", -1, page -> page.rejected(RejectReason.INVALID_HEADER)),
                count("shed", -2, page -> page.shed(ShedReason.QUEUE_FULL, 2)),
                count("dead-lettered", -3, page -> page.deadLettered("InvalidId", 3)),
                count("delivered", -4, page -> page.delivered(4)), count("queued", -5, page -> page.queued(5, 500)),
                count("in flight", -6, page -> page.inFlight(6)), count("spooled", -7, page -> page.spooled(7)),
                count("restored, which are spooled", 0, page -> page.restored(8)),
                count("retried", 0, page -> page.retried(9)), count("unreadable", 0, TenantLedger::unreadable),
                count("replaced UTF-8", 0, TenantLedger::replacedUtf8));
    }

    private static Arguments count(String name, int imbalance, Consumer<TenantLedger> count) {
        return Arguments.of(name, imbalance, count);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("counts")
    void each_count_has_its_sign_in_the_balance(String name, int imbalance, Consumer<TenantLedger> count) {
        count.accept(ledger.of(TENANT));

        assertThat(ledger.of(TENANT).imbalance()).isEqualTo(imbalance);
        assertThat(ledger.read(TENANT).imbalance()).isEqualTo(imbalance);
        assertThat(ledger.unbalanced()).hasSize(imbalance == 0 ? 0 : 1);
    }

    @Test
    void a_reading_has_every_count() {
        counts().forEach(count -> {
            @SuppressWarnings("unchecked")
            var added = (Consumer<TenantLedger>) count.get()[2];
            added.accept(ledger.of(TENANT));
        });

        var page = ledger.read(TENANT);

        assertThat(page.received()).isOne();
        assertThat(page.rejected()).hasSize(RejectReason.values().length)
                .containsEntry(RejectReason.INVALID_HEADER, 1L);
        assertThat(page.shed()).hasSize(ShedReason.values().length).containsEntry(ShedReason.QUEUE_FULL, 2L);
        assertThat(page.deadLettered()).containsOnlyKeys("InvalidId").containsEntry("InvalidId", 3L);
        assertThat(page.delivered()).isEqualTo(4);
        assertThat(page.queued()).isEqualTo(5);
        assertThat(page.queuedBytes()).isEqualTo(500);
        assertThat(page.inFlight()).isEqualTo(6);
        assertThat(page.spooled()).isEqualTo(7 + 8);
        assertThat(page.restored()).isEqualTo(8);
        assertThat(page.retried()).isEqualTo(9);
        assertThat(page.unreadable()).isOne();
        assertThat(page.replacedUtf8()).isOne();
        assertThat(ledger.of(TENANT).waiting()).as("queued and spooled").isEqualTo(5 + 7 + 8);
    }

    @Test
    void a_datagram_dropped_on_arrival_counts_as_received_and_shed() {
        ledger.shed(TENANT, ShedReason.RATE_LIMIT);
        ledger.rejected(TENANT, RejectReason.MISSING_HEADER);

        assertThat(ledger.read(TENANT).received()).isEqualTo(2);
        assertThat(ledger.read(TENANT).shed()).containsEntry(ShedReason.RATE_LIMIT, 1L);
        assertThat(ledger.unbalanced()).isEmpty();
        assertThat(ledger.tenants()).containsExactly(TENANT);
    }

    @Test
    void a_sampled_out_document_is_received_and_counted_by_its_rule() {
        ledger.of(TENANT).received();
        ledger.of(TENANT).sampledOut("tenant_keep_rate");

        assertThat(ledger.read(TENANT).sampledOut()).containsExactly(Map.entry("tenant_keep_rate", 1L));
        assertThat(ledger.read(TENANT).imbalance()).isZero();
        assertThat(ledger.unbalanced()).isEmpty();
        ledger.of(TENANT).sampledOut("tenant_keep_rate");
        assertThat(ledger.read(TENANT).imbalance()).isEqualTo(-1);
    }

    @Test
    void an_undecidable_document_is_counted_beside_the_states() {
        ledger.undecidable(TENANT);

        assertThat(ledger.read(TENANT).undecidable()).isOne();
        assertThat(ledger.unbalanced()).isEmpty();
    }

    @Test
    void properties_of_a_document_are_counted_separately() {
        ledger.accepted(TENANT, true, false);
        ledger.accepted(TENANT, false, true);
        ledger.accepted(TENANT, false, true);
        ledger.accepted(TENANT, false, false);

        assertThat(ledger.read(TENANT).unreadable()).isOne();
        assertThat(ledger.read(TENANT).replacedUtf8()).isEqualTo(2);
    }

    @Test
    void segments_of_an_earlier_run_are_restored_and_can_be_dropped_from_disk() {
        ledger.restored(TENANT, 10);
        ledger.shedFromSpool(TENANT, ShedReason.SPOOL_EXPIRED, 4);

        assertThat(ledger.read(TENANT).restored()).isEqualTo(10);
        assertThat(ledger.read(TENANT).spooled()).isEqualTo(6);
        assertThat(ledger.read(TENANT).shed()).containsEntry(ShedReason.SPOOL_EXPIRED, 4L);
        assertThat(ledger.unbalanced()).isEmpty();
    }
}
