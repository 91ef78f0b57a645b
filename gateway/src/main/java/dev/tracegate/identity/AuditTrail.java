package dev.tracegate.identity;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a line for each change of an identity decision, under the logger {@code dev.tracegate.audit}. */
public final class AuditTrail {
    private static final Logger AUDIT = LoggerFactory.getLogger("dev.tracegate.audit");

    public void begun(Decision decision) {
        if (decision.resolution() instanceof Resolution.Owned<?>) {
            AUDIT.info("Source {} is {}", decision.source(), describe(decision));
        } else {
            AUDIT.warn("Source {} is refused: {}", decision.source(), describe(decision));
        }
    }

    public void ended(Decision decision) {
        AUDIT.info("Source {} is no longer {}", decision.source(), describe(decision));
    }

    public static String describe(Decision decision) {
        var finding = CompositeIdentitySource.describe(decision.answer());
        return switch (decision.resolution()) {
            case Resolution.Owned<?>(var owner) -> "tenant " + owner + "'s: " + finding;
            case Resolution.Refused<?>(var reason) -> reason.label() + ": " + finding;
            case Resolution.Pending<?> pending -> finding;
        };
    }
}
