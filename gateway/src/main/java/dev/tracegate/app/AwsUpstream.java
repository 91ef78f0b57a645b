package dev.tracegate.app;

import dev.tracegate.admin.ReadinessCheck;
import dev.tracegate.aws.AwsEdge;
import dev.tracegate.aws.CredentialsStatus;
import dev.tracegate.dispatch.SegmentSink;
import dev.tracegate.ingest.ApiHandler;
import dev.tracegate.ingest.TcpListener;
import dev.tracegate.telemetry.CredentialsState;
import dev.tracegate.telemetry.SamplingAnswer;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** X-Ray in AWS behind the data plane; of its API only the SDKs' two sampling calls are relayed. */
record AwsUpstream(AwsEdge edge) implements Upstream {
    /** 25 rules' statistics and 25 boost documents, many times over. */
    private static final int MOST_BODY_BYTES = 1024 * 1024;

    @Override
    public SegmentSink sink() {
        return edge.sink();
    }

    @Override
    public ApiHandler api() {
        return edge.relay();
    }

    @Override
    public Predicate<HttpServerRequest> allowedCalls() {
        return TcpListener::samplingCall;
    }

    @Override
    public int bodyLimit() {
        return MOST_BODY_BYTES;
    }

    @Override
    public CredentialsState credentials() {
        return switch (edge.credentials()) {
            case CredentialsStatus.Unknown unknown -> CredentialsState.UNKNOWN;
            case CredentialsStatus.Present present -> CredentialsState.VALID;
            case CredentialsStatus.Missing missing -> CredentialsState.MISSING;
        };
    }

    @Override
    public long samplingCalls(SamplingAnswer answer) {
        return switch (answer) {
            case RELAYED -> edge.relayed();
            case LAST_GOOD -> edge.answeredFromLastGood();
            case DEFAULT_RULE -> edge.answeredFromDefaultRule();
        };
    }

    @Override
    public List<ReadinessCheck> readiness() {
        return List.of(Checks.named("credentials", () -> switch (edge.credentials()) {
            case CredentialsStatus.Missing(var problem) -> Optional.of("no credentials: " + problem);
            case CredentialsStatus.Unknown unknown -> Optional.of("no credentials yet");
            case CredentialsStatus.Present present -> Optional.empty();
        }));
    }

    @Override
    public Future<Void> stop() {
        return edge.close();
    }
}
