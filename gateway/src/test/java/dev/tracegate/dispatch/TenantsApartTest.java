package dev.tracegate.dispatch;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.dispatch.SendOutcome.Answered;
import dev.tracegate.dispatch.SendOutcome.Cause;
import dev.tracegate.dispatch.SendOutcome.Failed;
import dev.tracegate.flow.Batch;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.FlowListener;
import dev.tracegate.flow.QueueConfig;
import dev.tracegate.flow.ledger.LedgerSnapshot;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.segment.Envelope;
import dev.tracegate.segment.Segment;
import dev.tracegate.tenant.Destination;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.ManualClock;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Failures of one tenant's credentials, one account's quota or one Region's X-Ray do not affect the others. */
class TenantsApartTest {
    private static final Answered ALL = new Answered("req", List.of());
    private static final TenantId SHOP = new TenantId("shop");
    private static final TenantId SHOP_TOO = new TenantId("shop-too");
    private static final TenantId SMALL = new TenantId("small");
    private static final TenantId BANK = new TenantId("bank");
    private static final TenantId FAR = new TenantId("far");
    private static final Map<TenantId, Destination> DESTINATIONS = Map.of(
            SHOP, new Destination("111111111111", "eu-west-1"),
            SHOP_TOO, new Destination("111111111111", "eu-west-1"),
            BANK, new Destination("222222222222", "eu-west-1"),
            FAR, new Destination("222222222222", "us-east-1"));

    private final ManualClock time = new ManualClock();
    private final SegmentLedger books = new SegmentLedger();
    private final SegmentBudget budget = new SegmentBudget(1_000_000);
    /** Configurations that were changed during a test. */
    private final Map<TenantId, QueueConfig> configs = new HashMap<>();
    private final Flow flow = new Flow(new BatchLimits(50, 100_000, ofSeconds(1).toNanos()), budget, books,
            tenant -> configs.getOrDefault(tenant,
                    new QueueConfig(DESTINATIONS.getOrDefault(tenant, DESTINATIONS.get(SHOP)), 1,
                            tenant.equals(SMALL) ? 30_000 : Long.MAX_VALUE)),
            FlowListener.NONE);
    private final FakeOverflow overflow = new FakeOverflow();
    private final List<Batch> calls = new ArrayList<>();
    private final Map<TenantId, Function<Batch, Future<SendOutcome>>> answers = new HashMap<>();
    private final Dispatcher dispatcher = dispatcher(8);

    private Dispatcher dispatcher(int concurrency) {
        return new Dispatcher(flow, this::send, overflow, new RetryPolicy(concurrency, Long.MAX_VALUE, new Random(5)),
                time, time, event -> assertThat(event).isNotInstanceOfAny(DispatchEvent.Restored.class,
                        DispatchEvent.ScanFailed.class));
    }

    @ParameterizedTest
    @EnumSource(value = Cause.class, names = {"ACCESS_DENIED", "NO_CREDENTIALS"})
    void only_the_tenant_without_access_waits(Cause cause) {
        var others = IntStream.range(0, 49).mapToObj(i -> new TenantId("tenant-" + i)).toList();
        fail(SHOP, cause);
        offer(SHOP, 120);
        others.forEach(tenant -> offer(tenant, 120));
        time.advance(ofSeconds(3));

        assertThat(others).allSatisfy(tenant -> assertThat(books.read(tenant).delivered()).isEqualTo(120));
        assertThat(balance(SHOP).queued()).isEqualTo(120);
        assertThat(dispatcher.refusedTenants()).isOne();
        assertThat(dispatcher.credentialsAccepted()).isTrue();

        answers.clear();
        time.advance(ofSeconds(31));
        assertThat(balance(SHOP).delivered()).isEqualTo(120);
        assertThat(dispatcher.refusedTenants()).isZero();
    }

    @Test
    void a_tenant_that_waits_for_credentials_is_retried_within_two_seconds() {
        answers.put(SHOP, batch -> Future.succeededFuture(new SendOutcome.NotSent(ofMillis(250))));
        offer(SHOP, 50);
        time.advance(ofSeconds(20));
        // after 250 ms, 500 ms, 1 s, and then every 2 s
        assertThat(calls).hasSize(13);

        answers.clear();
        time.advance(ofSeconds(2));
        assertThat(balance(SHOP).delivered()).isEqualTo(50);
    }

    @Test
    void a_denial_with_a_retry_delay_of_zero_backs_off() {
        answers.put(SHOP, batch -> {
            assertThat(calls).as("calls").hasSizeLessThan(100);
            return Future.succeededFuture(new Failed(Cause.ACCESS_DENIED, 403, "AccessDenied", "", Duration.ZERO));
        });
        offer(SHOP, 50);
        time.advance(Duration.ofMinutes(5));

        assertThat(calls).hasSizeBetween(10, 60);
        assertThat(balance(SHOP).queued()).isEqualTo(50);
    }

    @Test
    void a_tenant_without_access_is_probed_with_one_batch_at_a_time() {
        fail(SHOP, Cause.ACCESS_DENIED);
        offer(SHOP, 1_000);
        int first = calls.size();

        time.advance(Duration.ofMinutes(5));

        assertThat(first).isOne();
        // full jitter up to 30 s: about 20 probes in five minutes, each with a single call
        assertThat(calls.size() - first).isBetween(10, 60);
        assertThat(balance(SHOP).queued()).isEqualTo(1_000);
        assertThat(balance(SHOP).imbalance()).isZero();
    }

    @Test
    void segments_of_a_tenant_without_access_are_shed_with_reason_access_denied() {
        overflow.most = 0;
        fail(SHOP, Cause.ACCESS_DENIED);
        for (int i = 0; i < 40; i++) {
            offer(SHOP, 100);
            offer(BANK, 100);
            time.advance(ofMillis(100));
        }

        assertThat(balance(SHOP).shed().get(ShedReason.ACCESS_DENIED)).isPositive();
        assertThat(balance(SHOP).shed().get(ShedReason.BUFFER_FULL)).isZero();
        assertThat(balance(BANK).delivered()).isEqualTo(4_000);
    }

    @Test
    void stored_segments_of_a_tenant_without_access_stay_on_disk() {
        fail(SHOP, Cause.ACCESS_DENIED);
        for (int i = 0; i < 40; i++) {
            offer(SHOP, 100);
            time.advance(ofMillis(100));
        }
        assertThat(balance(SHOP).spooled()).isPositive();
        long stored = balance(SHOP).spooled();

        time.advance(Duration.ofMinutes(10));
        assertThat(balance(SHOP).spooled()).isEqualTo(stored);
        assertThat(overflow.taken).isEmpty();

        answers.clear();
        time.advance(Duration.ofMinutes(2));
        assertThat(balance(SHOP).delivered()).isEqualTo(4_000);
        assertThat(budget.used()).isZero();
    }

    @Test
    void a_retry_delay_applies_to_all_tenants_of_the_account_and_to_no_other_account() {
        answers.put(SHOP, batch -> Future
                .succeededFuture(new Failed(Cause.THROTTLED, 429, "ThrottledException", "", ofSeconds(30))));
        offer(SHOP, 50);
        offer(SHOP_TOO, 500);
        offer(BANK, 500);

        time.advance(ofSeconds(29));
        assertThat(balance(BANK).delivered()).isEqualTo(500);
        assertThat(balance(SHOP_TOO).delivered()).isZero();

        answers.clear();
        time.advance(ofSeconds(30));
        assertThat(balance(SHOP).delivered() + balance(SHOP_TOO).delivered()).isEqualTo(550);
    }

    @Test
    void an_unreachable_region_affects_all_its_accounts_and_no_other_region() {
        fail(SHOP, Cause.CONNECTION);
        fail(BANK, Cause.CONNECTION);
        offer(SHOP, 500);
        time.advance(ofSeconds(10));
        int before = calls.size();
        offer(BANK, 500);
        offer(FAR, 500);
        time.advance(ofMillis(1));

        assertThat(calls.subList(before, calls.size())).filteredOn(batch -> !batch.tenant().equals(FAR))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(balance(FAR).delivered()).isEqualTo(500);
        assertThat(dispatcher.endpointReachable()).isTrue();

        answers.clear();
        time.advance(ofSeconds(30));
        assertThat(balance(SHOP).delivered() + balance(BANK).delivered()).isEqualTo(1_000);
    }

    @Test
    void hanging_calls_leave_capacity_for_other_destinations() {
        answers.put(SHOP, batch -> Promise.<SendOutcome>promise().future());
        offer(FAR, 50);
        offer(SHOP, 1_000);

        offer(FAR, 500);

        assertThat(balance(FAR).delivered()).isEqualTo(550);
        assertThat(balance(SHOP).inFlight()).isBetween(250L, 350L);
    }

    @Test
    void a_destination_without_a_free_call_continues_after_calls_of_others_end() {
        var held = new ArrayList<Promise<SendOutcome>>();
        Function<Batch, Future<SendOutcome>> hangs = batch -> {
            var call = Promise.<SendOutcome>promise();
            held.add(call);
            return call.future();
        };
        answers.put(SHOP, batch -> Promise.<SendOutcome>promise().future());
        offer(SHOP, 50);
        answers.put(BANK, hangs);
        answers.put(FAR, hangs);
        offer(BANK, 500);
        offer(FAR, 500);
        assertThat(held).as("all calls are in use").hasSize(7);
        offer(SHOP, 100);

        answers.put(BANK, batch -> Future.succeededFuture(ALL));
        answers.put(FAR, batch -> Future.succeededFuture(ALL));
        held.forEach(call -> call.complete(ALL));

        assertThat(balance(BANK).delivered() + balance(FAR).delivered()).isEqualTo(1_000);
        assertThat(balance(SHOP).inFlight()).isEqualTo(150);
    }

    @Test
    void a_busy_destination_does_not_delay_stored_segments_of_an_idle_one() {
        fail(BANK, Cause.ACCESS_DENIED);
        fail(SHOP, Cause.ACCESS_DENIED);
        for (int i = 0; i < 40; i++) {
            offer(SHOP, 100);
            offer(BANK, 100);
            time.advance(ofMillis(100));
        }
        assertThat(balance(SHOP).spooled()).isPositive();
        assertThat(balance(BANK).spooled()).isPositive();

        answers.remove(BANK);
        answers.put(SHOP, batch -> {
            var answer = Promise.<SendOutcome>promise();
            time.after(ofSeconds(1).toNanos(), () -> answer.complete(ALL));
            return answer.future();
        });
        for (int i = 0; i < 1_200; i++) {
            offer(SHOP, 60);
            time.advance(ofMillis(100));
        }

        assertThat(balance(BANK).delivered()).isEqualTo(4_000);
    }

    @Test
    void restored_segments_that_wait_leave_room_for_new_ones() {
        overflow.put(Batch.of(SMALL, IntStream.range(0, 50).mapToObj(i -> segment()).toList()));
        books.restored(SMALL, 50);
        answers.put(SHOP, batch -> Future
                .succeededFuture(new Failed(Cause.THROTTLED, 429, "ThrottledException", "", ofSeconds(30))));
        offer(SHOP, 50);
        assertThat(balance(SMALL).spooled()).isZero();

        offer(SMALL, 50);
        answers.clear();
        time.advance(ofSeconds(60));

        assertThat(balance(SMALL).delivered()).isEqualTo(100);
    }

    @Test
    void stored_segments_alone_probe_an_unreachable_region() {
        for (int i = 0; i < 10; i++) {
            overflow.put(Batch.of(SHOP, List.of(segment())));
        }
        books.restored(SHOP, 10);
        fail(SHOP, Cause.CONNECTION);
        dispatcher.wake();
        time.advance(ofSeconds(20));
        assertThat(dispatcher.endpointReachable()).isFalse();
        fail(SHOP, Cause.NO_CREDENTIALS);
        time.advance(ofSeconds(20));

        answers.clear();
        time.advance(Duration.ofMinutes(1));

        assertThat(balance(SHOP).delivered()).isEqualTo(10);
        assertThat(balance(SHOP).imbalance()).isZero();
    }

    @Test
    void the_books_balance_for_random_outcomes_and_changes() {
        for (int seed = 0; seed < 40; seed++) {
            new TenantsApartTest().randomRun(new Random(seed));
        }
    }

    private void randomRun(Random random) {
        var tenants = List.copyOf(DESTINATIONS.keySet());
        overflow.most = random.nextInt(60);
        overflow.refuses = random.nextInt(4) == 0;
        tenants.forEach(tenant -> answers.put(tenant, batch -> sometime(random)));
        for (int step = 0; step < 300; step++) {
            offer(tenants.get(random.nextInt(tenants.size())), random.nextInt(80));
            time.advance(ofMillis(random.nextInt(400)));
            if (random.nextInt(10) == 0) {
                reconfigure(tenants.get(random.nextInt(tenants.size())), random);
            }
            tenants.forEach(tenant -> assertThat(balance(tenant).imbalance()).isZero());
            assertThat(budget.used()).isBetween(0L, budget.limit());
        }
        answers.clear();
        time.advance(Duration.ofMinutes(10));
        for (var tenant : tenants) {
            var end = balance(tenant);
            assertThat(end.queued() + end.inFlight() + end.spooled()).isZero();
            assertThat(end.imbalance()).isZero();
        }
        assertThat(budget.used()).isZero();
    }

    /** Changes destination, weight or limit: queued segments use the new terms, and calls in flight keep the old ones. */
    private void reconfigure(TenantId tenant, Random random) {
        var destinations = List.copyOf(DESTINATIONS.values());
        configs.put(tenant,
                new QueueConfig(destinations.get(random.nextInt(destinations.size())), 1 + random.nextInt(5),
                        random.nextBoolean() ? Long.MAX_VALUE : 30_000));
        dispatcher.reconfigure(changed -> random.nextBoolean() && changed.equals(tenant));
    }

    @Test
    void queued_segments_go_to_the_new_destination_without_waiting_for_the_old_credentials() {
        fail(SHOP, Cause.ACCESS_DENIED);
        offer(SHOP, 50);
        assertThat(balance(SHOP).queued()).isEqualTo(50);
        answers.clear();
        configs.put(SHOP, new QueueConfig(DESTINATIONS.get(FAR), 3, Long.MAX_VALUE));

        dispatcher.reconfigure(SHOP::equals);

        assertThat(balance(SHOP).delivered()).isEqualTo(50);
        assertThat(flow.destination(SHOP)).isEqualTo(DESTINATIONS.get(FAR));
        assertThat(dispatcher.refusedTenants()).isZero();
    }

    @Test
    void a_batch_that_waits_for_its_retry_is_sent_at_once_to_the_new_destination() {
        throttle(SHOP, ofSeconds(30));
        offer(SHOP, 50);
        assertThat(calls).hasSize(1);
        answers.clear();
        configs.put(SHOP, new QueueConfig(DESTINATIONS.get(FAR), 1, Long.MAX_VALUE));

        dispatcher.reconfigure(SHOP::equals);

        assertThat(balance(SHOP).delivered()).isEqualTo(50);
        assertThat(budget.used()).isZero();
    }

    @Test
    void a_batch_that_waits_for_its_retry_keeps_the_pace_of_its_new_destination() {
        throttle(FAR, ofSeconds(30));
        throttle(SHOP, ofMillis(200));
        offer(FAR, 50);
        offer(SHOP, 50);
        answers.clear();
        configs.put(SHOP, new QueueConfig(DESTINATIONS.get(FAR), 1, Long.MAX_VALUE));

        dispatcher.reconfigure(SHOP::equals);
        time.advance(ofMillis(900)); // a route that was asked for a wait sends its first probe after 1 s
        assertThat(balance(SHOP).queued()).as("%s asked for a longer wait", DESTINATIONS.get(FAR)).isEqualTo(50);

        time.advance(ofSeconds(60));
        assertThat(balance(SHOP).delivered() + balance(FAR).delivered()).isEqualTo(100);
    }

    @Test
    void a_batch_that_fails_after_a_change_of_destination_waits_for_the_new_one() {
        var call = Promise.<SendOutcome>promise();
        answers.put(SHOP, batch -> call.future());
        offer(SHOP, 50);
        answers.clear();
        configs.put(SHOP, new QueueConfig(DESTINATIONS.get(FAR), 1, Long.MAX_VALUE));
        dispatcher.reconfigure(SHOP::equals);

        call.complete(new Failed(Cause.THROTTLED, 429, "ThrottledException", "", ofSeconds(30)));

        assertThat(balance(SHOP).delivered()).isEqualTo(50);
    }

    @Test
    void batches_restored_from_disk_are_sent_to_the_new_destination() {
        throttle(SHOP, ofSeconds(30));
        offer(SHOP, 50);
        overflow.put(Batch.of(SHOP, IntStream.range(0, 50).mapToObj(i -> segment()).toList()));
        books.restored(SHOP, 50);
        dispatcher.wake();
        assertThat(balance(SHOP).spooled()).as("it has come back").isZero();
        answers.clear();
        configs.put(SHOP, new QueueConfig(DESTINATIONS.get(FAR), 1, Long.MAX_VALUE));

        dispatcher.reconfigure(SHOP::equals);

        assertThat(balance(SHOP).delivered()).isEqualTo(100);
        assertThat(budget.used()).isZero();
    }

    @Test
    void a_released_destination_leaves_its_share_of_the_calls_to_the_others() {
        answers.put(SHOP, batch -> Promise.<SendOutcome>promise().future());
        offer(FAR, 50);
        assertThat(dispatcher.destinations()).isOne();

        dispatcher.release(FAR::equals);
        assertThat(dispatcher.destinations()).isZero();
        assertThat(dispatcher.tenants()).isZero();
        offer(SHOP, 1_000);

        assertThat(balance(SHOP).inFlight()).as("of 8 calls with 50 segments each").isEqualTo(400);
    }

    @Test
    void a_late_refusal_of_earlier_credentials_does_not_hold_up_a_changed_tenant() {
        var call = Promise.<SendOutcome>promise();
        answers.put(SHOP, batch -> call.future());
        offer(SHOP, 50);
        time.advance(ofMillis(10));
        answers.clear();

        dispatcher.reconfigure(SHOP::equals);
        call.complete(failed(Cause.ACCESS_DENIED));

        assertThat(balance(SHOP).delivered()).isEqualTo(50);
        assertThat(dispatcher.refusedTenants()).isZero();
    }

    @Test
    void a_lower_limit_applies_to_new_segments_and_keeps_queued_ones() {
        answers.put(SHOP, batch -> Promise.<SendOutcome>promise().future());
        offer(SHOP, 40);
        configs.put(SHOP, new QueueConfig(DESTINATIONS.get(SHOP), 1, 1));

        dispatcher.reconfigure(SHOP::equals);
        offer(SHOP, 10);

        assertThat(balance(SHOP).queued() + balance(SHOP).inFlight()).isLessThanOrEqualTo(50);
        assertThat(balance(SHOP).shed().values().stream().mapToLong(Long::longValue).sum()).isPositive();
        assertThat(balance(SHOP).imbalance()).isZero();
    }

    private Future<SendOutcome> sometime(Random random) {
        var outcome = random.nextInt(3) > 0 ? ALL : failed(Cause.values()[random.nextInt(Cause.values().length)]);
        if (random.nextBoolean()) {
            return Future.succeededFuture(outcome);
        }
        var answer = Promise.<SendOutcome>promise();
        time.after(ofMillis(random.nextInt(2_000)).toNanos(), () -> answer.complete(outcome));
        return answer.future();
    }

    private Future<SendOutcome> send(Batch batch) {
        calls.add(batch);
        return answers.getOrDefault(batch.tenant(), sent -> Future.succeededFuture(ALL)).apply(batch);
    }

    private void throttle(TenantId tenant, Duration wait) {
        answers.put(tenant,
                batch -> Future.succeededFuture(new Failed(Cause.THROTTLED, 429, "ThrottledException", "", wait)));
    }

    private void fail(TenantId tenant, Cause cause) {
        answers.put(tenant, batch -> Future.succeededFuture(failed(cause)));
    }

    private void offer(TenantId tenant, int segments) {
        for (int i = 0; i < segments; i++) {
            flow.offer(tenant, segment());
        }
        dispatcher.wake();
    }

    private Segment segment() {
        return new Segment(new Envelope(null, 1, 0, 0, 0, false, false, false, false, false), new byte[100],
                new InetSocketAddress("127.0.0.1", 1), time.getAsLong());
    }

    private LedgerSnapshot balance(TenantId tenant) {
        return books.read(tenant);
    }

    private static Failed failed(Cause cause) {
        return new Failed(cause, 0, "CODE", "message", null);
    }
}
