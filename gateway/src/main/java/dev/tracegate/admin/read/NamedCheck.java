package dev.tracegate.admin.read;

import java.util.Optional;
import java.util.function.Supplier;

/** A check that calls one supplier. */
record NamedCheck(String name, Supplier<Optional<String>> query) implements ReadinessCheck {
    @Override
    public Optional<String> problem() {
        return query.get();
    }
}
