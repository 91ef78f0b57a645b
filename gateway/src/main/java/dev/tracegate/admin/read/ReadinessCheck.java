package dev.tracegate.admin.read;

import java.util.Optional;
import java.util.function.Supplier;

/** A condition of readiness. Called on the admin server's event loop for each request; must not block. */
public interface ReadinessCheck {

    /** A check without a note; {@code problem} is called on the admin server's event loop and must not block. */
    static ReadinessCheck named(String name, Supplier<Optional<String>> problem) {
        return new NamedCheck(name, problem);
    }

    /** A short name, such as {@code credentials}; part of the API. */
    String name();

    /** The reason why the check fails, for the operator; empty if it passes. */
    Optional<String> problem();

    /** A note for the operator, although the check passes; empty if there is none. */
    default Optional<String> note() {
        return Optional.empty();
    }
}
