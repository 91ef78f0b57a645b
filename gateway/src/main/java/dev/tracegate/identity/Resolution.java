package dev.tracegate.identity;

import dev.tracegate.segment.RejectReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The owner of a sender, or why there is none.
 *
 * @param <T> the caller's type for an owner
 */
public sealed interface Resolution<T> {

    record Owned<T>(T owner) implements Resolution<T> {}

    record Refused<T>(RejectReason reason) implements Resolution<T> {}

    /** @param owner of a confirmed task; empty for a task of no tenant */
    static <T> Resolution<T> of(Optional<T> owner) {
        return owner.<Resolution<T>>map(Owned::new).orElseGet(() -> new Refused<>(RejectReason.NO_TENANT));
    }

    /** The owner is not known yet. Ends as one of the others within the hold time. Owned by the loop of its {@link AddressResolver}. */
    final class Pending<T> implements Resolution<T> {
        private final List<Consumer<Resolution<T>>> consumers = new ArrayList<>(1);
        private final long askedNanos;
        private final long askedMillis;

        Pending(long askedNanos, long askedMillis) {
            this.askedNanos = askedNanos;
            this.askedMillis = askedMillis;
        }

        /** @param consumer called once with the final resolution, in the order of registration */
        public void then(Consumer<Resolution<T>> consumer) {
            consumers.add(consumer);
        }

        /** On the monotonic clock. */
        public long askedNanos() {
            return askedNanos;
        }

        /** On the wall clock. */
        public long askedMillis() {
            return askedMillis;
        }

        void end(Resolution<T> end) {
            consumers.forEach(consumer -> consumer.accept(end));
        }
    }
}
