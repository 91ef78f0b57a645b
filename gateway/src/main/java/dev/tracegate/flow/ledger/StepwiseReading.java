package dev.tracegate.flow.ledger;

import java.util.Optional;

/**
 * A reading of data that a loop owns, in steps of bounded work. Between two steps the loop does other work, which may change the data. All steps
 * run on that loop.
 */
@FunctionalInterface
public interface StepwiseReading<T> {

    /** Runs the next step. Empty until the last step, which returns the result. Must not be called after that. */
    Optional<T> step();
}
