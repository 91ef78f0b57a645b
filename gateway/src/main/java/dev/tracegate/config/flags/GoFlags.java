package dev.tracegate.config.flags;

import dev.tracegate.config.daemon.GoNumber;
import dev.tracegate.config.schema.Quoted;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parses a command line like Go's {@code flag} package, with the same error messages. */
public final class GoFlags {
    private static final Set<String> TRUE = Set.of("1", "t", "T", "true", "TRUE", "True");
    private static final Set<String> FALSE = Set.of("0", "f", "F", "false", "FALSE", "False");

    private final List<String> arguments;
    private final Map<Flag, String> values = new EnumMap<>(Flag.class);
    private int next;

    private GoFlags(List<String> arguments) {
        this.arguments = arguments;
    }

    /** The result of parsing. */
    public sealed interface Line {

        /**
         * A valid command line.
         *
         * @param values the values of the given flags; of a repeated flag, the last one; switches are {@code true} or {@code false}
         * @param rest the arguments after the last flag
         */
        record Read(Map<Flag, String> values, List<String> rest) implements Line {}

        /** {@code -h} or {@code -help}, before the first error. */
        record Help() implements Line {}

        /** An invalid command line. */
        record Wrong(String message) implements Line {}
    }

    /** Ends parsing with the result {@code line}. */
    private static final class Stop extends Exception {
        private final transient Line line;

        Stop(Line line) {
            super(null, null, false, false);
            this.line = line;
        }

        static Stop wrong(String message) {
            return new Stop(new Line.Wrong(message));
        }
    }

    public static Line read(List<String> arguments) {
        var flags = new GoFlags(arguments);
        try {
            while (flags.atFlag()) {
                flags.flag(flags.arguments.get(flags.next++));
            }
        } catch (Stop stop) {
            return stop.line;
        }
        return new Line.Read(flags.values, List.copyOf(arguments.subList(flags.next, arguments.size())));
    }

    /** Whether the next argument is a flag. A single dash is not; two dashes end the flags. */
    private boolean atFlag() {
        if (next == arguments.size()) {
            return false;
        }
        var argument = arguments.get(next);
        if (argument.equals("--")) {
            next++;
            return false;
        }
        return argument.length() > 1 && argument.startsWith("-");
    }

    private void flag(String argument) throws Stop {
        var body = argument.substring(argument.startsWith("--") ? 2 : 1);
        if (body.isEmpty() || body.startsWith("-") || body.startsWith("=")) {
            throw Stop.wrong("bad flag syntax: " + argument);
        }
        int equals = body.indexOf('=');
        var name = equals < 0 ? body : body.substring(0, equals);
        var flag = Flag.named(name).orElse(null);
        if (flag == null) {
            throw unknown(name);
        }
        values.put(flag, equals < 0 ? following(flag, name) : checked(flag, name, body.substring(equals + 1)));
    }

    private static Stop unknown(String name) {
        return name.equals("h") || name.equals("help")
                ? new Stop(new Line.Help())
                : Stop.wrong("flag provided but not defined: -" + name);
    }

    private String following(Flag flag, String name) throws Stop {
        if (flag.type() == Flag.Type.SWITCH) {
            return "true";
        }
        if (next == arguments.size()) {
            throw Stop.wrong("flag needs an argument: -" + name);
        }
        return checked(flag, name, arguments.get(next++));
    }

    private static String checked(Flag flag, String name, String value) throws Stop {
        return switch (flag.type()) {
            case TEXT -> value;
            case SWITCH -> bool(name, value);
            case NUMBER -> number(name, value);
        };
    }

    private static String bool(String name, String value) throws Stop {
        if (TRUE.contains(value)) {
            return "true";
        }
        if (FALSE.contains(value)) {
            return "false";
        }
        throw Stop.wrong("invalid boolean value %s for -%s: parse error".formatted(Quoted.go(value), name));
    }

    private static String number(String name, String value) throws Stop {
        var number = GoNumber.parse(value);
        if (number.filter(GoNumber::fits).isPresent()) {
            return number.get().toString();
        }
        throw Stop.wrong("invalid value %s for flag -%s: %s".formatted(Quoted.go(value), name,
                number.isEmpty() ? "parse error" : "value out of range"));
    }
}
