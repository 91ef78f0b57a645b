package dev.tracegate.app;

import dev.tracegate.admin.read.ReadinessCheck;
import dev.tracegate.app.upstream.Upstream;
import dev.tracegate.dispatch.Dispatcher;
import dev.tracegate.dispatch.StalledDestination;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The readiness checks. Bound sockets need no check, because the admin server starts after them. */
final class Checks {
    private Checks() {}

    /** Fails while all destinations are stalled; if only some are, passes with a note. */
    private record Delivery(Dispatcher dispatcher) implements ReadinessCheck {
        /** Maximum destinations that are listed; the total number is always shown. */
        private static final int MAX_NAMED = 3;

        @Override
        public String name() {
            return "delivery";
        }

        @Override
        public Optional<String> problem() {
            var stalled = dispatcher.stalled();
            return !stalled.isEmpty() && stalled.size() >= dispatcher.destinations() ? note() : Optional.empty();
        }

        @Override
        public Optional<String> note() {
            var stalled = dispatcher.stalled();
            if (stalled.isEmpty()) {
                return Optional.empty();
            }
            var named = stalled.stream()
                    .limit(MAX_NAMED)
                    .map(StalledDestination::toString)
                    .collect(Collectors.joining("; "));
            return Optional.of(
                    stalled.size() > MAX_NAMED ? stalled.size() + " destinations are stalled, such as " + named
                            : named);
        }
    }

    static List<ReadinessCheck> of(Dispatcher dispatcher, Upstream upstream, DiskSpool spool) {
        var checks = new ArrayList<ReadinessCheck>(upstream.readiness());
        checks.add(
                check("sink", () -> dispatcher.endpointReachable(), "the last calls failed; segments wait in memory"));
        checks.add(check("access", () -> dispatcher.credentialsAccepted(),
                "the last call had no credentials, or they were refused"));
        checks.add(new Delivery(dispatcher));
        checks.addAll(spool.readiness());
        return checks;
    }

    private static ReadinessCheck check(String name, Supplier<Boolean> passes, String problem) {
        return ReadinessCheck.named(name, () -> passes.get() ? Optional.empty() : Optional.of(problem));
    }
}
