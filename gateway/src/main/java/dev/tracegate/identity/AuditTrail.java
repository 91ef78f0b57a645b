package dev.tracegate.identity;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line for each identity decision that changes something, under a logger of its own. */
final class AuditTrail {
    private static final Logger AUDIT = LoggerFactory.getLogger("dev.tracegate.audit");

    void begun(Lease<?> lease) {
        if (lease.resolution() instanceof Resolution.Owned<?>) {
            AUDIT.info("Source {} is {}", lease.address().getHostAddress(), words(lease));
        } else {
            AUDIT.warn("Source {} is refused: {}", lease.address().getHostAddress(), words(lease));
        }
    }

    void ended(Lease<?> lease) {
        AUDIT.info("Source {} is no longer {}", lease.address().getHostAddress(), words(lease));
    }

    static String words(Lease<?> lease) {
        var said = Sources.words(lease.answer());
        return switch (lease.resolution()) {
            case Resolution.Owned<?>(var owner) -> "tenant " + owner + "'s: " + said;
            case Resolution.Refused<?>(var reason) -> reason.label() + ": " + said;
            case Resolution.Pending<?> pending -> said;
        };
    }
}
