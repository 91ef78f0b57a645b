package dev.tracegate.app.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tracegate.admin.read.LoopReader;
import dev.tracegate.budget.SegmentBudget;
import dev.tracegate.flow.BatchLimits;
import dev.tracegate.flow.Flow;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.flow.ledger.ShedReason;
import dev.tracegate.ingest.DatagramListener;
import dev.tracegate.ingest.DatagramProcessor;
import dev.tracegate.ingest.PortSharing;
import dev.tracegate.ingest.source.CallerResolver;
import dev.tracegate.ingest.source.TenantResolver;
import dev.tracegate.ingest.tcp.ApiReply;
import dev.tracegate.ingest.tcp.CallPolicy;
import dev.tracegate.ingest.tcp.TcpListener;
import dev.tracegate.ingest.udp.UdpReceiver;
import dev.tracegate.interop.Ports;
import dev.tracegate.sampling.client.ClientAgent;
import dev.tracegate.sampling.client.ClientView;
import dev.tracegate.sampling.client.Polling;
import dev.tracegate.sampling.client.RuleLoss;
import dev.tracegate.sampling.head.DecisionListener;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.telemetry.metrics.SamplingView;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.Capacities;
import dev.tracegate.testkit.ManualClock;
import dev.tracegate.testkit.OnLoop;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Segments by UDP and sampling calls by TCP, from one address of a real network. */
class ClientWatchTest {
    private static final String CLIENT = "0123456789abcdef01234567";
    private static final String PYTHON = "Botocore/1.42.0";
    private static final String JAVA = "Java/25";

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    private final HttpClient http = vertx.createHttpClient();
    private final LoopReader loop = LoopReader.on(vertx.getOrCreateContext());
    private final ManualClock clock = new ManualClock();
    private final ClientWatch watch = new ClientWatch(clock);
    private final SegmentLedger ledger = new SegmentLedger();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final int udp = Ports.free();
    private int tcp;

    @BeforeEach
    void start() {
        logged.start();
        logger().addAppender(logged);
        var flow = new Flow(new BatchLimits(50, 100_000, Long.MAX_VALUE / 4), new SegmentBudget(10_000_000), ledger);
        var processor = new DatagramProcessor(TenantResolver.single(), flow, ledger, System::nanoTime, new Silent(),
                DecisionListener.NONE, watch.roots(), 0);
        var receiver = new UdpReceiver(processor, () -> {}, System::nanoTime);
        OnLoop.await(loop.read(() -> receiver.bind(vertx.getOrCreateContext(),
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), udp)), 1 << 20, 8, false))
                .compose(bound -> bound));
        var listener = new TcpListener(watch.observe(call -> Future.succeededFuture(
                new ApiReply(429, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer("{}"))), loop),
                CallPolicy.sampling(), CallerResolver.single(), Capacities.tcp(), System::nanoTime, () -> {});
        tcp = OnLoop.await(listener.bind(vertx, "127.0.0.1", 0, PortSharing.ALONE));
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(SamplingLossLog.class);
    }

    @AfterEach
    void stop() {
        logger().detachAppender(logged);
        OnLoop.await(vertx.close());
    }

    @ParameterizedTest
    @CsvSource({"Botocore/1.42.0, X-Ray for Python, sampling_rule_name",
            "aws-sdk-go/1.55.5, X-Ray for Go, sampling_rule_name",
            "Java/25, X-Ray for Java, rule_name", ", X-Ray for Node.js, rule_name"})
    void of_a_hundred_that_were_reported_ninety_arrive(String agent, String sdk, String member) throws IOException {
        send(90, root(sdk, member));
        call(agent, "/SamplingTargets", reports(60, 40));
        await().until(() -> reported() == 100);
        clock.advance(Duration.ofMinutes(5));
        tick();

        assertThat(watch.losses().getFirst()).isEqualTo(new RuleLoss(TenantId.DEFAULT, "", "orders", 100, 0, 90, 300));
        assertThat(watch.losses().getFirst().loss().orElseThrow()).isEqualTo(1 - 0.9);
        assertThat(logged.list).singleElement()
                .satisfies(line -> assertThat(line.getFormattedMessage())
                        .isEqualTo("10.0 % of the root segments that SDKs recorded in the last 300 s did not arrive"));
        assertThat(logged.list.getFirst().getKeyValuePairs()).map(Object::toString)
                .containsExactly("tenant=\"default\"", "rule=\"orders\"", "reported=\"100\"", "arrived=\"90\"");
    }

    @Test
    void a_small_loss_is_shown_and_not_logged() throws IOException {
        send(96, root("X-Ray for Java", "rule_name"));
        call(JAVA, "/SamplingTargets", reports(100, 0));
        await().until(() -> reported() == 100);
        clock.advance(Duration.ofMinutes(5));
        tick();

        assertThat(watch.losses().getFirst().arrived()).isEqualTo(96);
        assertThat(logged.list).isEmpty();
    }

    /** Its requests are those of 60 + 40 in the other SDKs' way of counting. */
    @Test
    void opentelemetry_for_java_counts_borrowed_requests_as_sampled_and_is_not_compared() {
        call(JAVA, "/SamplingTargets", reports(100, 40));
        await().until(() -> !clients().isEmpty());
        clock.advance(Duration.ofMinutes(5));
        tick();

        assertThat(watch.losses().getFirst()).isEqualTo(new RuleLoss(TenantId.DEFAULT, "", "orders", 0, 100, 0, 300));
        assertThat(logged.list).isEmpty();
    }

    @Test
    void who_polls_is_shown_with_sdk_version_and_rules() throws IOException {
        call(PYTHON, "/GetSamplingRules", "");
        call(PYTHON, "/SamplingTargets", reports(1, 0));
        send(1, root("X-Ray for Python", "sampling_rule_name"));
        clock.advance(Duration.ofSeconds(7));

        await().until(() -> !clients().isEmpty() && clients().getFirst().clientIds() == 1);
        assertThat(clients()).containsExactly(new ClientView(TenantId.DEFAULT, "127.0.0.1",
                List.of(ClientAgent.of(PYTHON)), 1, OptionalLong.of(7), OptionalLong.of(7), List.of("orders"),
                Map.of("X-Ray for Python", "2.0"), OptionalLong.of(7), Polling.POLLS));
    }

    @Test
    void who_sends_and_never_polls_is_counted() throws IOException {
        send(1, root("X-Ray for Python", "other"));
        clock.advance(Duration.ofSeconds(200));
        send(1, root("X-Ray for Python", "other"));
        clock.advance(Duration.ofSeconds(200));
        tick();

        assertThat(watch.sources()).containsExactly(new SamplingView.SourcesReading(TenantId.DEFAULT, 0, 1));
        assertThat(watch.rules()).isEmpty();
    }

    @Test
    void a_hundred_thousand_client_ids_with_broken_clocks_and_counts_disturb_nothing() throws IOException {
        send(100, root("X-Ray for Java", "rule_name"));
        for (int call = 0; call < 4_000; call++) {
            var body = new StringBuilder("{\"SamplingStatisticsDocuments\":[");
            for (int i = 0; i < 25; i++) {
                body.append(i == 0 ? "" : ",")
                        .append(
                                "{\"RuleName\":\"orders\",\"ClientID\":\"%024d\",\"Timestamp\":0,\"SampledCount\":-5,\"BorrowCount\":%d}"
                                        .formatted(call * 25 + i, i % 2 == 0 ? -1 : Integer.MAX_VALUE));
            }
            call(JAVA, "/SamplingTargets", body + "]}");
        }
        call(JAVA, "/SamplingTargets", reports(100, 0));
        await().until(() -> reported() == 100);
        clock.advance(Duration.ofMinutes(5));
        tick();

        assertThat(watch.losses().getFirst().loss()).hasValue(0);
        assertThat(clients()).singleElement().satisfies(client -> assertThat(client.clientIds()).isOne());
    }

    private static String root(String sdk, String member) {
        return "{\"trace_id\":\"1-581cf771-a006649127e371903a2de979\",\"id\":\"70de5b6f19ff9a0a\",\"name\":\"shop\","
                + "\"start_time\":1,\"end_time\":2,\"aws\":{\"xray\":{\"sdk\":\"" + sdk
                + "\",\"sdk_version\":\"2.0\",\"" + member + "\":\"orders\"}}}";
    }

    private static String reports(int sampled, int borrowed) {
        return "{\"SamplingStatisticsDocuments\":[{\"RuleName\":\"orders\",\"ClientID\":\"" + CLIENT
                + "\",\"Timestamp\":0,\"RequestCount\":1000,\"SampledCount\":" + sampled + ",\"BorrowCount\":"
                + borrowed
                + "}]}";
    }

    /** Returns when all have been received. */
    private void send(int datagrams, String document) throws IOException {
        long before = ledger.read(TenantId.DEFAULT).received();
        byte[] bytes = ("{\"format\":\"json\",\"version\":1}\n" + document).getBytes(StandardCharsets.UTF_8);
        try (var socket = new DatagramSocket()) {
            for (int i = 0; i < datagrams; i++) {
                socket.send(new DatagramPacket(bytes, bytes.length,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), udp)));
            }
        }
        await().until(() -> ledger.read(TenantId.DEFAULT).received() == before + datagrams);
    }

    /** @param agent the User-Agent; null for none, which the clients of the JDK cannot do */
    private void call(String agent, String path, String body) {
        var options = new RequestOptions().setMethod(HttpMethod.POST).setHost("127.0.0.1").setPort(tcp).setURI(path);
        if (agent != null) {
            options.putHeader("User-Agent", agent);
        }
        var status = http.request(options).compose(request -> request.send(body)).map(HttpClientResponse::statusCode);
        assertThat(OnLoop.await(status)).isEqualTo(429);
    }

    private long reported() {
        tick();
        return watch.rules().stream().mapToLong(SamplingView.RuleReading::reported).sum();
    }

    private void tick() {
        OnLoop.await(loop.read(() -> {
            watch.tick();
            return watch;
        }));
    }

    private List<ClientView> clients() {
        return OnLoop.await(watch.clients(loop));
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
