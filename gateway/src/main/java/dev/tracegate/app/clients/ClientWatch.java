package dev.tracegate.app.clients;

import dev.tracegate.admin.read.LoopReader;
import dev.tracegate.ingest.RootReader;
import dev.tracegate.ingest.tcp.ApiHandler;
import dev.tracegate.sampling.client.ClientView;
import dev.tracegate.sampling.client.RuleLoss;
import dev.tracegate.sampling.client.SamplingObserver;
import dev.tracegate.telemetry.metrics.SamplingView;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Feeds {@link SamplingObserver} with the sampling calls and the root segments, and shows them to the log, the metrics and the admin API. The loop
 * of the segments owns them; methods that do not name it may be called from any thread.
 */
public final class ClientWatch implements SamplingView {
    /** How often to call {@link #tick}: as often as SDKs report. */
    public static final long TICK_MILLIS = 10_000;

    private final SamplingObserver clients;
    private final SamplingLossLog log = new SamplingLossLog();

    /** @param nanoClock monotonic */
    public ClientWatch(LongSupplier nanoClock) {
        this.clients = new SamplingObserver(nanoClock);
    }

    /** For the loop of the segments. */
    public RootReader roots() {
        return RootReader.of(clients);
    }

    /** The handler, observed. */
    public ApiHandler observe(ApiHandler handler, LoopReader loop) {
        return new ObservedCalls(handler, action -> loop.read(() -> {
            action.accept(clients);
            return clients;
        }));
    }

    /** Updates the metrics, and logs the losses of a window that has ended. On the loop of the segments. */
    public void tick() {
        log.window(clients.tick());
    }

    /** The clients of all tenants. */
    public Future<List<ClientView>> clients(LoopReader loop) {
        return loop.read(clients::clients);
    }

    /** The losses of the last window. */
    public List<RuleLoss> losses() {
        return clients.losses();
    }

    @Override
    public List<RuleReading> rules() {
        return clients.summary()
                .rules()
                .stream()
                .map(rule -> new RuleReading(rule.tenant(), rule.rule(), rule.reported(), rule.arrived()))
                .toList();
    }

    @Override
    public List<SourcesReading> sources() {
        return clients.summary()
                .polling()
                .entrySet()
                .stream()
                .map(each -> new SourcesReading(each.getKey(), each.getValue().polling(),
                        each.getValue().neverPolling()))
                .toList();
    }
}
