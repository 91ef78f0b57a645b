package dev.tracegate.admin.read;

import java.util.Optional;
import java.util.function.Supplier;

/** One thing that must be so before the gateway is ready. Asked on the admin server's event loop, at each look; it answers at once. */
public interface ReadinessCheck {

    /** A check without a note; {@code problem} is called on the admin server's event loop and must not block. */
    static ReadinessCheck named(String name, Supplier<Optional<String>> problem) {
        return new NamedCheck(name, problem);
    }

    /** A short word, such as {@code credentials}. */
    String name();

    /** What is wrong, for the operator; empty if nothing is. */
    Optional<String> problem();

    /** What an operator should know though nothing is wrong that keeps the gateway from being ready. */
    default Optional<String> note() {
        return Optional.empty();
    }
}
