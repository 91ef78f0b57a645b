package dev.tracegate.admin.read;

import java.util.Optional;
import java.util.function.Supplier;

/** A check that calls one supplier. */
record NamedCheck(String name, Supplier<Optional<String>> question) implements ReadinessCheck {
    @Override
    public Optional<String> problem() {
        return question.get();
    }
}
