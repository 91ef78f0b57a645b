package dev.tracegate.app.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import dev.tracegate.admin.read.ReadinessCheck;
import dev.tracegate.aws.AwsClients;
import dev.tracegate.dispatch.SegmentSink;
import dev.tracegate.flow.ledger.SegmentLedger;
import dev.tracegate.identity.ecs.EcsTasks;
import dev.tracegate.ingest.source.CallerResolver;
import dev.tracegate.ingest.tcp.ApiHandler;
import dev.tracegate.ingest.tcp.CallPolicy;
import dev.tracegate.ingest.tcp.SamplingAnswer;
import dev.tracegate.tenant.CredentialState;
import dev.tracegate.tenant.Destination;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.tenant.TenantId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Uploads to X-Ray in AWS. On TCP :2000 only the SDKs' two sampling calls are answered. */
public record AwsUpstream(Vertx vertx, AwsClients edge, SamplingAnswers answers,
        SamplingApi sampling) implements Upstream {
    @Override
    public SegmentSink sink() {
        return edge.sink();
    }

    @Override
    public Destination destination(Tenant tenant) {
        return tenant.destination(null, edge.region());
    }

    @Override
    public void check(Registry tenants) {
        edge.check(tenants);
    }

    @Override
    public ApiHandler api() {
        return sampling.handler();
    }

    @Override
    public CallPolicy calls() {
        return CallPolicy.sampling();
    }

    @Override
    public CallerResolver callers(CallerResolver byAddress) {
        return byAddress;
    }

    @Override
    public EcsTasks ecs() {
        return edge.ecs();
    }

    @Override
    public Future<List<String>> hostWarnings() {
        return edge.hostWarnings();
    }

    @Override
    public Map<String, Cache<?, ?>> caches() {
        return edge.caches();
    }

    @Override
    public Optional<CredentialState> credentials() {
        return Optional.of(edge.credentialState());
    }

    @Override
    public Optional<CredentialState> credentials(TenantId tenant) {
        return Optional.of(edge.credentialState(tenant));
    }

    @Override
    public long samplingCalls(SamplingAnswer answer) {
        return answers.of(answer);
    }

    @Override
    public List<ReadinessCheck> readiness() {
        var credentials = ReadinessCheck.named("credentials", () -> switch (edge.credentialState()) {
            case CredentialState.Missing(var error) -> Optional.of("no credentials: " + error);
            case CredentialState.Denied(var error, var notBefore) -> Optional.of("no credentials: " + error);
            case CredentialState.Present present -> Optional.empty();
        });
        return Stream.concat(Stream.of(credentials), sampling.readiness().stream()).toList();
    }

    @Override
    public void started(SegmentLedger ledger) {
        edge.reportTelemetry(() -> TelemetryTotals.of(ledger));
    }

    @Override
    public Future<Void> stop() {
        return edge.stop().eventually(() -> vertx.executeBlocking(sampling::close));
    }
}
