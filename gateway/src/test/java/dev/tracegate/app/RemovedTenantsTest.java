package dev.tracegate.app;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.dispatch.DispatchEvent;
import dev.tracegate.dispatch.Dispatcher;
import dev.tracegate.dispatch.FakeOverflow;
import dev.tracegate.dispatch.RetryPolicy;
import dev.tracegate.dispatch.SendOutcome;
import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.flow.Batch;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.QueueConfig;
import dev.tracegate.flow.ledger.LedgerSnapshot;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.Destination;
import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantDirectory;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tenants that come and go, while X-Ray takes, refuses, throttles and delays what they sent. Each has an account of its own. */
class RemovedTenantsTest {
    private static final int CHANGES = 10_000;
    private static final int MOST_PRESENT = 20;
    private static final Answered TAKEN = new Answered("req", List.of());
    private static final TenantId STAYS = new TenantId("stays");

    private final ManualClock time = new ManualClock();
    private final SegmentLedger books = new SegmentLedger();
    private final SegmentBudget budget = new SegmentBudget(200_000);
    private final List<Tenant> present = new ArrayList<>(List.of(tenant(STAYS)));
    private final TenantDirectory tenants = new TenantDirectory(Registry.of(present));
    private final Flow flow = new Flow(new BatchLimits(10, 10_000, ofMillis(500).toNanos()), budget, books,
            id -> tenants.find(id).map(RemovedTenantsTest::config).orElse(QueueConfig.OPEN));
    private final FakeOverflow overflow = new FakeOverflow();
    private Random random = new Random(0);
    private boolean healthy = true;
    private final Dispatcher dispatcher = new Dispatcher(flow, batch -> send(), overflow,
            new RetryPolicy(8, Long.MAX_VALUE, new Random(5)), time, time, event -> assertThat(event)
                    .isNotInstanceOfAny(DispatchEvent.Restored.class, DispatchEvent.ScanFailed.class));
    private final RemovedTenants removed = new RemovedTenants(tenants, books, dispatcher);
    private long offered;

    @Test
    void a_removed_tenant_is_freed_when_its_last_segment_has_been_delivered() {
        healthy = false;
        add(new TenantId("a"));
        offer(new TenantId("a"), 10);
        replace(List.of(tenant(STAYS)));
        assertThat(books.tenants()).as("a segment waits").containsExactly(new TenantId("a"));
        assertThat(tenants.removed()).containsExactly("a");

        healthy = true;
        time.advance(ofMinutes(5));
        removed.release();

        assertThat(books.tenants()).containsExactly(SegmentLedger.REMOVED);
        assertThat(books.read(SegmentLedger.REMOVED).delivered()).isEqualTo(10);
        assertFreed();
    }

    @Test
    void a_removed_tenant_with_a_batch_on_disk_is_kept_until_that_is_delivered() {
        healthy = false;
        add(new TenantId("a"));
        overflow.put(Batch.of(new TenantId("a"), List.of(segment())));
        books.restored(new TenantId("a"), 1);
        replace(List.of(tenant(STAYS)));

        assertThat(tenants.find(new TenantId("a"))).isPresent();
        assertThat(books.tenants()).containsExactly(new TenantId("a"));

        healthy = true;
        time.advance(ofMinutes(5));
        removed.release();
        assertThat(books.read(SegmentLedger.REMOVED).delivered()).isOne();
        assertThat(overflow.stored).isEmpty();
        assertFreed();
    }

    @Test
    void a_tenant_that_comes_back_continues_its_page_until_it_was_freed_and_then_begins_a_new_one() {
        var a = new TenantId("a");
        healthy = false;
        add(a);
        offer(a, 10);
        replace(List.of(tenant(STAYS)));
        replace(List.of(tenant(STAYS), tenant(a)));
        assertThat(books.read(a).received()).isEqualTo(10);

        healthy = true;
        time.advance(ofMinutes(5));
        replace(List.of(tenant(STAYS)));
        replace(List.of(tenant(STAYS), tenant(a)));
        offer(a, 1);
        assertThat(books.read(a).received()).isOne();
        assertThat(books.read(SegmentLedger.REMOVED).received()).isEqualTo(10);
    }

    @Test
    void nothing_is_freed_before_the_tenants_were_replaced() {
        books.restored(new TenantId("of-an-earlier-run"), 1);
        books.of(new TenantId("of-an-earlier-run")).spooled(-1);
        removed.release();

        assertThat(books.tenants()).containsExactly(new TenantId("of-an-earlier-run"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void the_books_balance_and_memory_is_bounded_however_many_tenants_come_and_go(int seed) {
        random = new Random(seed);
        for (int change = 0; change < CHANGES; change++) {
            healthy = random.nextInt(100) == 0 ? !healthy : healthy;
            change(change);
            offer(present.get(random.nextInt(present.size())).id(), random.nextInt(15));
            time.advance(ofMillis(random.nextInt(200)));
            if (change % 20 == 0) {
                removed.release();
                assertBalanced();
                assertBounded();
            }
        }
        healthy = true;
        replace(List.of(tenant(STAYS)));
        time.advance(ofMinutes(30));
        removed.release();

        assertBalanced();
        assertThat(books.tenants()).isSubsetOf(STAYS, SegmentLedger.REMOVED);
        assertThat(books.pages().values()).allSatisfy(
                page -> assertThat(page.queued() + page.inFlight() + page.spooled()).isZero());
        assertThat(budget.used()).isZero();
        assertFreed();
    }

    /** Adds a new tenant, adds one again that was removed lately, or removes one. */
    private void change(int number) {
        if (present.size() > 1 && (present.size() >= MOST_PRESENT || random.nextBoolean())) {
            present.remove(1 + random.nextInt(present.size() - 1));
        } else {
            var id = new TenantId("t" + Math.max(0, number - random.nextInt(10)));
            if (present.stream().noneMatch(tenant -> tenant.id().equals(id))) {
                present.add(tenant(id));
            }
        }
        replace(present);
    }

    private void add(TenantId id) {
        replace(List.of(tenant(STAYS), tenant(id)));
    }

    /** As a reload does it. */
    private void replace(List<Tenant> next) {
        var changes = tenants.replace(Registry.of(List.copyOf(next)));
        dispatcher.reconfigure(changes.changedIds());
        removed.begin();
    }

    private void assertBalanced() {
        var pages = books.pages().values();
        assertThat(pages).allSatisfy(page -> assertThat(page.imbalance()).isZero());
        assertThat(pages.stream().mapToLong(LedgerSnapshot::received).sum()).isEqualTo(offered);
    }

    /** Present tenants, those with a segment here, and one page for all others. */
    private void assertBounded() {
        long waiting = books.tenants().stream().filter(tenant -> !books.isAtRest(tenant)).count();
        long most = present.size() + waiting;
        assertThat(books.tenants()).hasSizeLessThanOrEqualTo((int) most + 1);
        assertThat(tenants.removed()).hasSizeLessThanOrEqualTo((int) waiting);
        assertThat(dispatcher.tenants()).isLessThanOrEqualTo((int) most);
        assertThat(dispatcher.destinations()).isLessThanOrEqualTo((int) most);
        assertThat(flow.destinations()).hasSizeLessThanOrEqualTo((int) most);
    }

    private void assertFreed() {
        assertThat(tenants.removed()).isEmpty();
        assertThat(dispatcher.tenants()).isLessThanOrEqualTo(1);
        assertThat(dispatcher.destinations()).isLessThanOrEqualTo(1);
        assertThat(flow.destinations()).hasSizeLessThanOrEqualTo(1);
    }

    private Future<SendOutcome> send() {
        if (healthy || random.nextInt(4) == 0) {
            return Future.succeededFuture(TAKEN);
        }
        var causes = Cause.values();
        SendOutcome failed = new Failed(causes[random.nextInt(causes.length)], 400, "CODE", "message", null);
        var answer = Promise.<SendOutcome>promise();
        time.after(ofMillis(1 + random.nextInt(2_000)).toNanos(), () -> answer.complete(failed));
        return answer.future();
    }

    private void offer(TenantId tenant, int segments) {
        IntStream.range(0, segments).forEach(i -> flow.offer(tenant, segment()));
        offered += segments;
        dispatcher.wake();
    }

    private Segment segment() {
        return new Segment(new Envelope(null, 1, 0, 0, 0, false, false, false, false, false), new byte[100],
                new InetSocketAddress("127.0.0.1", 1), time.getAsLong());
    }

    private static QueueConfig config(Tenant tenant) {
        return new QueueConfig(new Destination("account of " + tenant.id(), "eu-west-1"), 1, Long.MAX_VALUE);
    }

    private static Tenant tenant(TenantId id) {
        return new Tenant(id, Limits.NONE, List.of(), List.of());
    }
}
