package dev.tracegate.sampling.client;

import dev.tracegate.sampling.quota.SamplingReport;
import dev.tracegate.sampling.rule.JavaSdkMarker;
import dev.tracegate.segment.SourceKey;
import dev.tracegate.tenant.TenantId;
import java.net.InetAddress;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients that ask for sampling rules, and the loss between them and the gateway: hands what they send to {@link ClientInventory} and
 * {@link SamplingLoss}. Owned by the loop that receives segments; {@link #summary} and {@link #losses} may be called from any thread.
 */
public final class SamplingObserver implements RootListener {
    private final LongSupplier nanoClock;
    private final ClientInventory inventory = new ClientInventory();
    private final SamplingLoss loss;
    // a sender's datagrams often come one after another
    private @Nullable InetAddress lastAddress;
    private @Nullable SourceKey lastSource;
    private volatile ClientSummary summary = ClientSummary.NONE;
    private volatile List<RuleLoss> losses = List.of();

    /** @param nanoClock monotonic */
    public SamplingObserver(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.loss = new SamplingLoss(nanoClock.getAsLong());
    }

    @Override
    public void arrived(TenantId tenant, InetAddress address, @Nullable String rule, @Nullable String sdk,
            @Nullable String sdkVersion) {
        var source = source(address);
        inventory.sentRoot(tenant, source, sdk, sdkVersion, nanoClock.getAsLong());
        if (rule != null) {
            loss.arrived(tenant, source, rule);
        }
    }

    private SourceKey source(InetAddress address) {
        var known = lastSource;
        if (known == null || !address.equals(lastAddress)) {
            known = SourceKey.of(address);
            lastSource = known;
            lastAddress = address;
        }
        return known;
    }

    /** A client asked for rules. */
    public void calledForRules(TenantId tenant, InetAddress address, ClientAgent agent) {
        inventory.calledForRules(tenant, SourceKey.of(address), agent, nanoClock.getAsLong());
    }

    /**
     * A client reported.
     *
     * @param reports valid ones: of a rule's name of X-Ray's length, with counts of 0 or more
     */
    public void reported(TenantId tenant, InetAddress address, ClientAgent agent, List<SamplingReport> reports) {
        long now = nanoClock.getAsLong();
        var source = SourceKey.of(address);
        var counted = reports.stream().filter(report -> !JavaSdkMarker.is(report.ruleName())).toList();
        inventory.reported(tenant, source, agent, counted, now);
        boolean namesRules = agent.family().namesRules(inventory.sdks(tenant, source));
        counted.forEach(report -> loss.reported(tenant, source, report.ruleName(),
                agent.family().recorded(report, namesRules), namesRules, now));
    }

    /**
     * Brings {@link #summary} up to date, and ends the window once it has lasted long enough. Call it every few seconds.
     *
     * @return the losses of the window if it ended, else empty
     */
    public List<RuleLoss> tick() {
        long now = nanoClock.getAsLong();
        var ended = loss.close(now);
        if (!ended.isEmpty()) {
            losses = ended;
        }
        inventory.expire(now);
        summary = new ClientSummary(loss.totals(), inventory.counts(now));
        return ended;
    }

    /** Every client, now. On the owner's loop. */
    public List<ClientView> clients() {
        return inventory.views(nanoClock.getAsLong());
    }

    /** The losses of the last window that had any counts; first of whole tenants, then by source address. Any thread. */
    public List<RuleLoss> losses() {
        return losses;
    }

    /** Counts at the last {@link #tick}. Any thread. */
    public ClientSummary summary() {
        return summary;
    }
}
