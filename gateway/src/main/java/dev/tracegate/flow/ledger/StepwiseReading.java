package dev.tracegate.flow.ledger;

import java.util.Optional;

/**
 * A reading of what a loop owns, in steps of bounded work: the loop does its own work between two of them, and may change what is read.
 * Begun and ended on that loop.
 */
@FunctionalInterface
public interface StepwiseReading<T> {

    /** Does the next step. Empty until the last one, which has the result. Not to be called again after that. */
    Optional<T> step();
}
