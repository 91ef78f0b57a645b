package dev.tracegate.app;

import dev.tracegate.admin.ReadinessCheck;
import dev.tracegate.dispatch.Dispatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What must be so for the gateway to be ready. That the sockets are bound needs no check: the admin server starts after them. */
final class Checks {
    private Checks() {}

    private record Check(String name, Supplier<Optional<String>> question) implements ReadinessCheck {
        @Override
        public Optional<String> problem() {
            return question.get();
        }
    }

    static List<ReadinessCheck> of(Dispatcher dispatcher, Upstream upstream, DiskSpool spool) {
        var checks = new ArrayList<ReadinessCheck>(upstream.readiness());
        checks.add(
                check("sink", () -> dispatcher.endpointReachable(), "the last calls failed; segments wait in memory"));
        checks.add(check("access", () -> dispatcher.credentialsAccepted(),
                "the last call had no credentials, or they were refused"));
        checks.addAll(spool.readiness());
        return checks;
    }

    private static ReadinessCheck check(String name, Supplier<Boolean> fine, String problem) {
        return new Check(name, () -> fine.get() ? Optional.empty() : Optional.of(problem));
    }

    static ReadinessCheck named(String name, Supplier<Optional<String>> problem) {
        return new Check(name, problem);
    }
}
