package dev.tracegate.identity.host;

import dev.tracegate.identity.AuditTrail;
import dev.tracegate.identity.Decision;
import dev.tracegate.identity.OwnershipFinding;
import dev.tracegate.identity.Resolution;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The audit of tasks that are identified by their ports: one line when a task gets an owner, and one when it has had no port for a minute,
 * however many ports it opens meanwhile. Owned by one loop.
 */
final class TaskAudit {
    private static final long FORGET_NANOS = Duration.ofMinutes(1).toNanos();

    private final AuditTrail trail = new AuditTrail();
    private final Map<Key, Reported> reported = new HashMap<>();

    /** @param task its ARN; empty for ports in dispute */
    private record Key(String task, Resolution<?> resolution) {}

    private record Reported(Decision decision, long atNanos) {}

    void polled(Collection<? extends Decision> decisions, long nowNanos) {
        for (var decision : decisions) {
            var task = decision.answer() instanceof OwnershipFinding.Known known ? known.workload().taskArn() : "";
            if (reported.put(new Key(task, decision.resolution()), new Reported(decision, nowNanos)) == null) {
                trail.begun(decision);
            }
        }
        reported.values().removeIf(last -> {
            boolean over = nowNanos - last.atNanos() > FORGET_NANOS;
            if (over) {
                trail.ended(last.decision());
            }
            return over;
        });
    }
}
