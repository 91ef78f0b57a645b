package dev.tracegate.config.schema;

/** The result of parsing a text as a value. */
public sealed interface Parsed<T> {

    /** A valid value. */
    record Good<T>(T value) implements Parsed<T> {}

    /**
     * An invalid text.
     *
     * @param must the requirement, as a text that follows the setting's name: {@code must be 1 to 50, was 80}
     */
    record Bad<T>(String must) implements Parsed<T> {}
}
