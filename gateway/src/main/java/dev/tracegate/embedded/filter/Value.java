package dev.tracegate.embedded.filter;

/** The value on the right side of a comparison. */
public sealed interface Value {
    /** Its type. */
    FieldType type();

    /** The value as a String, a Double or a Boolean. */
    Object raw();

    /** A string. */
    record Text(String raw) implements Value {
        @Override
        public FieldType type() {
            return FieldType.TEXT;
        }
    }

    /**
     * A number.
     *
     * @param raw finite
     */
    record Num(Double raw) implements Value {
        @Override
        public FieldType type() {
            return FieldType.NUMBER;
        }
    }

    /** A boolean. */
    record Bool(Boolean raw) implements Value {
        @Override
        public FieldType type() {
            return FieldType.BOOLEAN;
        }
    }
}
