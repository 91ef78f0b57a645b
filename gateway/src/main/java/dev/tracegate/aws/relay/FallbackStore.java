package dev.tracegate.aws.relay;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** Keeps the last good answers of one relay. Any thread. */
public interface FallbackStore {
    /** {@link LastGoodAnswers#NONE} before the first answer, and after the store had no room for them. */
    LastGoodAnswers get();

    /** Replaces the answers atomically. */
    void update(UnaryOperator<LastGoodAnswers> change);

    /** The store of a gateway with one relay: a variable. */
    static FallbackStore single() {
        var answers = new AtomicReference<>(LastGoodAnswers.NONE);
        return new FallbackStore() {
            @Override
            public LastGoodAnswers get() {
                return answers.get();
            }

            @Override
            public void update(UnaryOperator<LastGoodAnswers> change) {
                answers.updateAndGet(change);
            }
        };
    }
}
