package dev.tracegate.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.identity.AddressResolver;
import dev.tracegate.identity.CompositeIdentitySource;
import dev.tracegate.identity.PollPacing;
import dev.tracegate.identity.Resolution;
import dev.tracegate.ingest.PortSharing;
import dev.tracegate.ingest.tcp.ApiHandler;
import dev.tracegate.ingest.tcp.ApiReply;
import dev.tracegate.ingest.tcp.CallPolicy;
import dev.tracegate.ingest.tcp.TcpListener;
import dev.tracegate.segment.RejectReason;
import dev.tracegate.tenant.Limits;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantId;
import dev.tracegate.testkit.Capacities;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** T12: a sampling call over HTTP is attributed to the tenant of its source address or refused. */
class AddressCallerResolverTest {
    private final Vertx vertx = Vertx.vertx();
    private final List<TenantId> served = new CopyOnWriteArrayList<>();
    private final AtomicInteger forbidden = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void T12_a_call_has_the_tenant_of_its_source_address() throws Exception {
        var orders = new Tenant(new TenantId("orders"), Limits.NONE, List.of(), List.of());

        assertThat(call(new Resolution.Owned<>(TenantRateLimiter.of(orders, 0)))).isEqualTo(200);
        assertThat(served).containsExactly(orders.id());
    }

    @Test
    void T12_a_call_of_an_unknown_sender_is_refused_without_a_signature() throws Exception {
        assertThat(call(new Resolution.Refused<>(RejectReason.UNKNOWN_SOURCE))).isEqualTo(403);
        assertThat(call(new Resolution.Refused<>(RejectReason.NO_TENANT))).isEqualTo(403);
        assertThat(served).isEmpty();
        assertThat(forbidden).hasValue(2);
    }

    @Test
    void a_sender_not_identified_in_time_gets_status_503() throws Exception {
        assertThat(call(new Resolution.Refused<>(RejectReason.IDENTITY_TIMEOUT))).isEqualTo(503);
        assertThat(call(NeverResolved.pending())).isEqualTo(503);
        assertThat(served).isEmpty();
    }

    private int call(Resolution<TenantRateLimiter> resolution) throws Exception {
        TenantResolver tenants = (source, port, now) -> {
            assertThat(source.getAddress().isLoopbackAddress()).isTrue();
            return resolution;
        };
        var callers = new AddressCallerResolver(vertx, vertx.getOrCreateContext(), tenants, () -> 0);
        ApiHandler handler = call -> {
            served.add(call.tenant());
            return Future.succeededFuture(new ApiReply(200, MultiMap.caseInsensitiveMultiMap(), Buffer.buffer("{}")));
        };
        int port = new TcpListener(handler, CallPolicy.sampling(), callers, Capacities.tcp(), System::nanoTime,
                forbidden::incrementAndGet)
                .bind(vertx, "127.0.0.1", 0, PortSharing.ALONE)
                .await();
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/SamplingTargets"))
                    .POST(BodyPublishers.ofString("{}"))
                    .build(), BodyHandlers.ofString()).statusCode();
        }
    }

    /** A resolution that stays pending because the sources never answer. */
    private static final class NeverResolved {
        static Resolution<TenantRateLimiter> pending() {
            var resolver = new AddressResolver<TenantRateLimiter>(
                    new CompositeIdentitySource(List.of(), () -> 0), task -> Optional.empty(),
                    PollPacing.host(Duration.ofSeconds(2)), () -> 0,
                    InstantSource.system());
            return resolver.resolve(
                    new InetSocketAddress(InetAddress.ofLiteral("10.0.0.1"), 1), 0);
        }
    }
}
