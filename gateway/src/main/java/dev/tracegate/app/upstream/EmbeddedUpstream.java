package dev.tracegate.app.upstream;

import dev.tracegate.admin.read.ReadinessCheck;
import dev.tracegate.app.rules.SamplingRules;
import dev.tracegate.dispatch.SegmentSink;
import dev.tracegate.embedded.EmbeddedSink;
import dev.tracegate.embedded.EmbeddedXRay;
import dev.tracegate.ingest.tcp.ApiHandler;
import dev.tracegate.ingest.tcp.CallPolicy;
import dev.tracegate.ingest.tcp.SamplingAnswer;
import dev.tracegate.tenant.Destination;
import dev.tracegate.tenant.Tenant;
import dev.tracegate.text.HostPort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Sends segments to the embedded X-Ray. TCP :2000 serves its whole API. */
public final class EmbeddedUpstream implements Upstream {
    /** Maximum body of PutTraceSegments. 50 documents of 64 kB have up to 6.4 MiB, if every byte is a quote, which is escaped as two bytes. */
    private static final int SEGMENTS_BYTES = 8 * 1024 * 1024;

    private final Vertx vertx;
    private final EmbeddedXRay xray;
    private final SamplingRules rules;
    private final EmbeddedSink sink;
    private final LongAdder samplingCalls = new LongAdder();

    public EmbeddedUpstream(Vertx vertx, EmbeddedXRay xray, SamplingRules rules) {
        this.vertx = vertx;
        this.xray = xray;
        this.rules = rules;
        this.sink = new EmbeddedSink(xray);
    }

    @Override
    public SegmentSink sink() {
        return sink;
    }

    @Override
    public Destination destination(Tenant tenant) {
        return Destination.ONLY;
    }

    @Override
    public ApiHandler api() {
        return call -> {
            if (call.path().equals("/GetSamplingRules") || call.path().equals("/SamplingTargets")) {
                samplingCalls.increment();
            }
            return xray.answer(call);
        };
    }

    @Override
    public CallPolicy calls() {
        return CallPolicy.everything(Map.of("/TraceSegments", SEGMENTS_BYTES));
    }

    @Override
    public List<String> firstSteps(InetSocketAddress tcp) {
        var address = new HostPort(tcp.getHostString(), tcp.getPort());
        return List.of(
                "Start a traced service with AWS_XRAY_DAEMON_ADDRESS=" + address + " and send it a request; then try:",
                "aws xray get-trace-summaries --endpoint-url http://" + address
                        + " --region us-east-1 --start-time $(($(date +%s) - 600)) --end-time $(($(date +%s) + 1))");
    }

    @Override
    public long samplingCalls(SamplingAnswer answer) {
        return answer == SamplingAnswer.RELAYED ? samplingCalls.sum() : 0;
    }

    @Override
    public List<ReadinessCheck> readiness() {
        return List.of(SamplingApi.check(rules));
    }

    @Override
    public Future<Void> stop() {
        return xray.close().eventually(() -> vertx.executeBlocking(rules::close));
    }
}
