package dev.tracegate.embedded.filter;

/** What a field is compared to. */
public sealed interface Value {
    Kind kind();

    /** A String, a Double or a Boolean. */
    Object raw();

    record Text(String raw) implements Value {
        @Override
        public Kind kind() {
            return Kind.TEXT;
        }
    }

    /** @param raw finite */
    record Num(Double raw) implements Value {
        @Override
        public Kind kind() {
            return Kind.NUMBER;
        }
    }

    record Bool(Boolean raw) implements Value {
        @Override
        public Kind kind() {
            return Kind.BOOLEAN;
        }
    }
}
