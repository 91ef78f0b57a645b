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

    private final List<Asked> asked;
    private final LongSupplier nanoClock;

    public CompositeIdentitySource(List<IdentitySource> sources, LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
        this.asked = sources.stream().map(Asked::new).toList();
    }

    Future<PollResult> look() {
        var looks = asked.stream().map(Asked::look).toList();
        return Future.join(looks).transform(done -> Future.succeededFuture(together()));
    }

    private PollResult together() {
        var all = new HashMap<InetAddress, OwnershipFinding>();
        for (var source : asked) {
            source.answers.forEach((address, answer) -> all.merge(address, answer, OwnershipFinding::and));
        }
        boolean current = asked.stream().allMatch(source -> source.failure == null);
        return new PollResult(all, current, current && asked.stream().allMatch(source -> source.blindness == null));
    }

    /** What each source says of an address, a line each. */
    public List<String> findingFor(InetAddress address) {
        return asked.stream().map(source -> source.name() + ": " + source.findingFor(address)).toList();
    }

    /** A source and its last findings. */
    private final class Asked {
        private final IdentitySource source;
        private volatile Map<InetAddress, OwnershipFinding> answers = Map.of();
        private volatile @Nullable String failure = "has not looked yet";
        private volatile @Nullable String blindness;
        private long lookedNanos;

        Asked(IdentitySource source) {
            this.source = source;
            this.lookedNanos = nanoClock.getAsLong();
        }

        String name() {
            return source.name();
        }

        Future<?> look() {
            return Future.succeededFuture()
                    .compose(go -> source.look())
                    .onSuccess(this::looked)
                    .onFailure(this::failed);
        }

        private void looked(Map<InetAddress, OwnershipFinding> found) {
            var missing = source.blindness();
            if (missing != null) {
                warn(missing, blindness);
            } else if (failure != null || blindness != null) {
                LOG.info("Identity source {} answers: {} addresses", name(), found.size());
            }
            answers = found;
            failure = null;
            blindness = missing;
            lookedNanos = nanoClock.getAsLong();
        }

        private void failed(Throwable why) {
            var message = String.valueOf(why.getMessage());
            warn(message, failure);
            failure = message;
            if (nanoClock.getAsLong() - lookedNanos > KEPT_NANOS) {
                answers = Map.of();
            }
        }

        private void warn(String why, @Nullable String before) {
            if (!why.equals(before)) {
                LOG.warn("Identity source {} cannot look: {}; new senders wait, and are then refused", name(), why);
            }
        }

        String findingFor(InetAddress address) {
            var problem = failure == null ? blindness : failure;
            var cannot = problem == null ? "" : " (cannot look now: " + problem + ")";
            var answer = answers.get(address);
            return (answer == null ? "knows " + answers.size() + " addresses, not this one" : describe(answer))
                    + cannot;
        }
    }

    static String describe(OwnershipFinding answer) {
        return switch (answer) {
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
