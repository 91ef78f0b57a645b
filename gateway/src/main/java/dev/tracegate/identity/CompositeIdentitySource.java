package dev.tracegate.identity;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All identity sources as one. If a poll of a source fails, its previous findings are used for {@value #KEPT_SECONDS} seconds more: known senders
 * stay known, and no others are accepted. Polled on one loop; {@link #findingFor} may be called from any thread.
 */
public final class CompositeIdentitySource {
    private static final Logger LOG = LoggerFactory.getLogger(CompositeIdentitySource.class);
    static final int KEPT_SECONDS = 10;
    private static final long KEPT_NANOS = Duration.ofSeconds(KEPT_SECONDS).toNanos();

    private final List<PolledSource> sources;
    private final LongSupplier nanoClock;

    public CompositeIdentitySource(List<IdentitySource> sources, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.sources = sources.stream().map(PolledSource::new).toList();
    }

    Future<PollResult> poll() {
        var polls = sources.stream().map(PolledSource::poll).toList();
        return Future.join(polls).transform(done -> Future.succeededFuture(result()));
    }

    private PollResult result() {
        var all = new HashMap<InetAddress, OwnershipFinding>();
        for (var source : sources) {
            source.findings.forEach((address, answer) -> all.merge(address, answer, OwnershipFinding::and));
        }
        boolean current = sources.stream().allMatch(source -> source.failure == null);
        return new PollResult(all, current,
                current && sources.stream().allMatch(source -> source.incompleteReason == null));
    }

    /** The finding of each source for an address, one line per source. */
    public List<String> findingFor(InetAddress address) {
        return sources.stream().map(source -> source.name() + ": " + source.findingFor(address)).toList();
    }

    /** A source, its last findings and why they may be incomplete. */
    private final class PolledSource {
        private final IdentitySource source;
        private volatile Map<InetAddress, OwnershipFinding> findings = Map.of();
        private volatile @Nullable String failure = "not polled yet";
        private volatile @Nullable String incompleteReason;
        private long succeededNanos;

        PolledSource(IdentitySource source) {
            this.source = source;
            this.succeededNanos = nanoClock.getAsLong();
        }

        String name() {
            return source.name();
        }

        Future<?> poll() {
            return Future.succeededFuture()
                    .compose(go -> source.poll())
                    .onSuccess(this::succeeded)
                    .onFailure(this::failed);
        }

        private void succeeded(Map<InetAddress, OwnershipFinding> found) {
            var missing = source.incompleteReason();
            if (missing != null) {
                warn(missing, incompleteReason);
            } else if (failure != null || incompleteReason != null) {
                LOG.info("Identity source {} answers: {} addresses", name(), found.size());
            }
            findings = found;
            failure = null;
            incompleteReason = missing;
            succeededNanos = nanoClock.getAsLong();
        }

        private void failed(Throwable why) {
            var message = String.valueOf(why.getMessage());
            warn(message, failure);
            failure = message;
            if (nanoClock.getAsLong() - succeededNanos > KEPT_NANOS) {
                findings = Map.of();
            }
        }

        private void warn(String why, @Nullable String before) {
            if (!why.equals(before)) {
                LOG.warn("Identity source {} cannot be polled: {}; new senders wait and are then refused", name(), why);
            }
        }

        String findingFor(InetAddress address) {
            var problem = failure == null ? incompleteReason : failure;
            var cannot = problem == null ? "" : " (cannot be polled now: " + problem + ")";
            var finding = findings.get(address);
            return (finding == null ? "knows " + findings.size() + " addresses, not this one" : describe(finding))
                    + cannot;
        }
    }

    static String describe(OwnershipFinding finding) {
        return switch (finding) {
            case OwnershipFinding.Known(var workload, var trust, var epoch, var since) ->
                "%s, family %s, %s, trust %s, epoch %s"
                        .formatted(workload.taskArn(), workload.family(),
                                workload.service() == null ? "no service" : "service " + workload.service(), trust,
                                epoch);
            case OwnershipFinding.Waiting(var tasks, var why, var askingEcs) -> "waits for proof that it is "
                    + String.join("'s or ", tasks) + "'s: " + why;
            case OwnershipFinding.Contested(var owner, var claimants) -> describe(owner) + "; claimed without proof by "
                    + String.join(", ", claimants) + ", so new sockets wait";
            case OwnershipFinding.Kept(var owner, var why) ->
                describe(owner) + "; kept without proof, so new sockets wait: " + why;
            case OwnershipFinding.Unknown(var why) -> "unknown: " + why;
            case OwnershipFinding.Ambiguous(var why) -> "ambiguous: " + why;
        };
    }
}
