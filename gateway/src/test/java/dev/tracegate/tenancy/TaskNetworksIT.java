package dev.tracegate.tenancy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tracegate.budget.ByteBudget;
import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.ledger.LedgerSnapshot;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.identity.AddressResolver;
import dev.tracegate.identity.CompositeIdentitySource;
import dev.tracegate.identity.PollPacing;
import dev.tracegate.identity.agent.FakeAgent;
import dev.tracegate.identity.agent.Introspection;
import dev.tracegate.identity.agent.IntrospectionSource;
import dev.tracegate.identity.agent.JsonHttp;
import dev.tracegate.identity.ecs.ConfirmedTasks;
import dev.tracegate.identity.ecs.EcsVerifier;
import dev.tracegate.identity.ecs.FakeEcsTasks;
import dev.tracegate.ingest.DatagramListener;
import dev.tracegate.ingest.DatagramProcessor;
import dev.tracegate.ingest.PortSharing;
import dev.tracegate.ingest.source.AddressCallerResolver;
import dev.tracegate.ingest.source.StaticTenantResolver;
import dev.tracegate.ingest.source.TenantRateLimiter;
import dev.tracegate.ingest.source.TenantRateLimiters;
import dev.tracegate.ingest.tcp.ApiReply;
import dev.tracegate.ingest.tcp.CallPolicy;
import dev.tracegate.ingest.tcp.TcpListener;
import dev.tracegate.ingest.udp.UdpReceiver;
import dev.tracegate.sampling.head.DecisionListener;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.tenant.Workload;
import dev.tracegate.testkit.Capacities;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks with their own addresses in network namespaces, with a fake agent and a fake ECS. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class TaskNetworksIT {
    private static final int ORDERS = 2;
    private static final int CARTS = 3;
    private static final int STRANGER = 4;
    private static final String ORDERS_ID = "0123456789abcdef0123456789abcdef";
    private static final String CARTS_ID = "11111111111111111111111111111111";
    private static final Map<String, Tenant> TENANTS = Map.of("orders-svc", tenant("orders"), "carts-svc",
            tenant("carts"));

    private final Namespaces namespaces = Namespaces.make();
    private final Vertx vertx = Vertx.vertx();
    private final FakeAgent agent = FakeAgent.start(vertx);
    private final FakeEcsTasks ecs = new FakeEcsTasks();
    private final SegmentLedger books = new SegmentLedger();
    private final Flow flow = new Flow(new BatchLimits(50, 10_000_000, 0), new SegmentBudget(10_000_000), books);
    private final List<TenantId> served = new CopyOnWriteArrayList<>();
    private String ordersAddress = "";
    private int udp;
    private int tcp;

    @BeforeEach
    void start() {
        ordersAddress = namespaces.add(ORDERS);
        var cartsAddress = namespaces.add(CARTS);
        namespaces.add(STRANGER);
        agent.awsvpc(ORDERS_ID, "orders", "RUNNING", "RUNNING", ordersAddress);
        agent.awsvpc(CARTS_ID, "carts", "RUNNING", "RUNNING", cartsAddress);
        ecs.awsvpc(ORDERS_ID, "orders", "orders-svc", ordersAddress);
        ecs.awsvpc(CARTS_ID, "carts", "carts-svc", cartsAddress);
        gateway();
    }

    @AfterEach
    void close() {
        namespaces.close();
        vertx.close().await();
    }

    @Test
    void datagrams_of_tasks_have_their_tenant_from_the_first_on_and_those_of_unknown_senders_none() {
        namespaces.send(ORDERS, udp, 20, "x");
        namespaces.send(CARTS, udp, 30, "x");
        namespaces.send(STRANGER, udp, 7, "x");

        await().until(() -> received("orders") + received("carts") + received("unattributed") == 57);
        assertThat(read("orders").queued()).isEqualTo(20);
        assertThat(read("carts").queued()).isEqualTo(30);
        assertThat(read("unattributed").rejected()).containsEntry(RejectReason.UNKNOWN_SOURCE, 7L);
        assertThat(books.read().values()).allSatisfy(balance -> assertThat(balance.imbalance()).isZero());
    }

    @Test
    void T3_an_address_reused_at_once_belongs_to_the_tenant_of_the_new_task() {
        namespaces.send(ORDERS, udp, 5, "x");
        await().until(() -> read("orders").queued() == 5);

        agent.remove(ORDERS_ID);
        var next = "22222222222222222222222222222222";
        agent.awsvpc(next, "carts", "RUNNING", "RUNNING", ordersAddress);
        ecs.awsvpc(next, "carts", "carts-svc", ordersAddress);
        namespaces.send(ORDERS, udp, 5, "x");

        await().until(() -> read("carts").queued() == 5);
        assertThat(read("orders").queued()).isEqualTo(5);
    }

    @Test
    void T5_a_task_list_without_confirmation_by_ecs_identifies_no_sender() {
        agent.awsvpc("33333333333333333333333333333333", "orders", "RUNNING", "RUNNING", "192.0.2.1");
        agent.remove(CARTS_ID);
        agent.awsvpc(CARTS_ID, "carts", "RUNNING", "RUNNING", ordersAddress.replaceFirst("\\.2$", ".4"));

        namespaces.send(STRANGER, udp, 5, "x");

        await().until(() -> received("unattributed") == 5);
        assertThat(received("carts")).isZero();
    }

    @Test
    void T12_a_sampling_call_has_the_tenant_of_its_task_and_one_of_an_unknown_sender_is_refused() {
        await().until(() -> namespaces.post(ORDERS, tcp, "/SamplingTargets").equals("200"));

        assertThat(namespaces.post(STRANGER, tcp, "/SamplingTargets")).isEqualTo("403");
        assertThat(served).containsOnly(new TenantId("orders"));
    }

    private void gateway() {
        var context = vertx.getOrCreateContext();
        var bound = Promise.<Integer>promise();
        context.runOnContext(go -> {
            var http = new JsonHttp(vertx, new ByteBudget(4 << 20));
            var source = new IntrospectionSource(new Introspection(http, agent.url()),
                    new EcsVerifier(ecs, ConfirmedTasks.none(), address -> false, System::nanoTime, new Random()),
                    System::nanoTime);
            var admissions = new TenantRateLimiters(System.nanoTime());
            var resolver = new AddressResolver<TenantRateLimiter>(
                    new CompositeIdentitySource(List.of(source), System::nanoTime),
                    task -> owner(task).map(admissions::of), PollPacing.host(Duration.ofSeconds(2)), System::nanoTime,
                    InstantSource.system());
            var tenants = new StaticTenantResolver(Registry.of(List.copyOf(TENANTS.values())), admissions,
                    resolver::resolve);
            var intake = new DatagramProcessor(tenants, flow, books, System::nanoTime, new Silent(),
                    DecisionListener.NONE, 1_000_000);
            vertx.setPeriodic(50, timer -> resolver.tick());
            var callers = new AddressCallerResolver(vertx, context, tenants, System::nanoTime);
            new UdpReceiver(intake, () -> {}, System::nanoTime)
                    .bind(context, List.of(new InetSocketAddress(InetAddress.ofLiteral(namespaces.gateway()), 0)),
                            1_000_000, 8, false)
                    .onSuccess(sockets -> udp = sockets.getFirst().address().getPort())
                    .compose(sockets -> new TcpListener(call -> {
                        served.add(call.tenant());
                        return Future.succeededFuture(
                                new ApiReply(200, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer("{}")));
                    }, CallPolicy.sampling(), callers, Capacities.tcp(), System::nanoTime, () -> {}).bind(vertx,
                            namespaces.gateway(), 0,
                            PortSharing.ALONE))
                    .onComplete(bound);
        });
        tcp = bound.future().await();
    }

    private static Optional<Tenant> owner(Workload task) {
        return Optional.ofNullable(TENANTS.get(task.service()));
    }

    private LedgerSnapshot read(String tenant) {
        return books.read(new TenantId(tenant));
    }

    private long received(String tenant) {
        return read(tenant).received();
    }

    private static Tenant tenant(String id) {
        return new Tenant(new TenantId(id), Limits.NONE, List.of(), List.of());
    }

    private static final class Silent implements DatagramListener {
        @Override
        public void rejected(InetSocketAddress source, RejectReason reason, int bytes) {}

        @Override
        public void shed(InetSocketAddress source, ShedReason reason, int bytes) {}

        @Override
        public void readFailed(Throwable failure) {}
    }
}
