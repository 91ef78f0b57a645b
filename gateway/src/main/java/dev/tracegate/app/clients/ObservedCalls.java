package dev.tracegate.app.clients;

import dev.tracegate.ingest.tcp.ApiCall;
import dev.tracegate.ingest.tcp.ApiHandler;
import dev.tracegate.ingest.tcp.ApiReply;
import dev.tracegate.sampling.client.ClientAgent;
import dev.tracegate.sampling.client.SamplingObserver;
import dev.tracegate.sampling.quota.SamplingReport;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;

/**
 * Passes each call on, and shows the sampling calls to {@link SamplingObserver}. A report counts whatever its answer is: the SDKs set their counts
 * back when they send them.
 */
final class ObservedCalls implements ApiHandler {
    private final ApiHandler handler;
    private final Consumer<Consumer<SamplingObserver>> clients;

    /** @param clients runs an action on the loop that owns them */
    ObservedCalls(ApiHandler handler, Consumer<Consumer<SamplingObserver>> clients) {
        this.handler = handler;
        this.clients = clients;
    }

    @Override
    public Future<ApiReply> answer(ApiCall call) {
        switch (call.path()) {
            case "/GetSamplingRules" -> calledForRules(call);
            case "/SamplingTargets" -> ReportReader.read(call.body()).ifPresent(reports -> reported(call, reports));
            default -> {
                // not a sampling call
            }
        }
        return handler.answer(call);
    }

    private void calledForRules(ApiCall call) {
        var address = address(call);
        var agent = agent(call);
        clients.accept(all -> all.calledForRules(call.tenant(), address, agent));
    }

    private void reported(ApiCall call, List<SamplingReport> reports) {
        var address = address(call);
        var agent = agent(call);
        clients.accept(all -> all.reported(call.tenant(), address, agent, reports));
    }

    private static InetAddress address(ApiCall call) {
        return InetAddress.ofLiteral(call.source().hostAddress());
    }

    private static ClientAgent agent(ApiCall call) {
        return ClientAgent.of(call.headers().get(HttpHeaders.USER_AGENT));
    }
}
