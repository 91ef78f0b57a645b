package dev.tracegate.config.schema;

/** What became of reading a text as a value. */
public sealed interface Parsed<T> {

    record Good<T>(T value) implements Parsed<T> {}

    /**
     * It is no such value.
     *
     * @param must what it must be, in words that follow the setting's name: {@code must be 1 to 50, was 80}
     */
    record Bad<T>(String must) implements Parsed<T> {}
}
