package dev.tracegate.embedded.filter;

import dev.tracegate.embedded.filter.Scope.Level;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code keyword [ operator value ]}. */
final class Terms {
    private static final String ANNOTATION = "annotation.";

    private Terms() {}

    static Filter read(Tokens tokens, Level level) throws InvalidFilter {
        var field = field(tokens, level);
        tokens.take();
        var symbol = tokens.next();
        var operator = operator(symbol);
        if (operator.isEmpty()) {
            return new Filter.Present(field);
        }
        tokens.take();
        var value = value(tokens, field);
        if (!field.takes(operator.get(), value)) {
            throw tokens.invalid(symbol, field.text() + " is of a kind that cannot be compared so");
        }
        return new Filter.Comparison(field, operator.get(), value);
    }

    private static Field field(Tokens tokens, Level level) throws InvalidFilter {
        var token = tokens.next();
        if (token.kind() == Token.Kind.ANNOTATION) {
            return annotation(tokens, token.text(), level);
        }
        if (token.kind() != Token.Kind.WORD) {
            throw tokens.unexpected("expected a keyword");
        }
        var lower = token.text().toLowerCase(Locale.ROOT);
        if (lower.startsWith(ANNOTATION) && lower.length() > ANNOTATION.length()) {
            return annotation(tokens, key(tokens, token.text().substring(ANNOTATION.length())), level);
        }
        return keyword(tokens, lower, level);
    }

    private static Keyword keyword(Tokens tokens, String word, Level level) throws InvalidFilter {
        if (word.startsWith("rootcause.") || word.startsWith("group.")) {
            throw tokens.unexpected("not supported by the embedded X-Ray yet");
        }
        var keyword = Keyword.of(word).orElseThrow(() -> tokens.unexpected("not a keyword"));
        if (!keyword.standsIn(level)) {
            throw tokens.unexpected("this keyword has no meaning " + level.place());
        }
        return keyword;
    }

    private static Annotation annotation(Tokens tokens, String key, Level level) throws InvalidFilter {
        if (!Level.SEGMENTS.contains(level)) {
            throw tokens.unexpected("annotations have no meaning " + level.place());
        }
        return new Annotation(key);
    }

    private static String key(Tokens tokens, String key) throws InvalidFilter {
        if (key.contains(".")) { // X-Ray refuses it, too, so that a filter that works here works there
            throw tokens.unexpected("a key with dots needs brackets, as in annotation[" + key + "]");
        }
        return key;
    }

    private static Optional<Operator> operator(Token token) {
        var written = token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.SYMBOL;
        return written ? Operator.of(token.text()) : Optional.empty();
    }

    private static Value value(Tokens tokens, Field field) throws InvalidFilter {
        var token = tokens.next();
        var value = switch (token.kind()) {
            case STRING -> quoted(token.text(), field);
            case NUMBER -> number(tokens);
            // X-Ray's guide itself writes name = traces
            case WORD -> isBoolean(token.text()) ? bool(token.text()) : new Value.Text(token.text());
            default -> throw tokens.unexpected("expected a string in double quotes, a number, true or false");
        };
        tokens.take();
        return value;
    }

    private static Value quoted(String text, Field field) {
        var meansBoolean = field instanceof Keyword keyword && keyword.kind() == Kind.BOOLEAN && isBoolean(text);
        return meansBoolean ? bool(text) : new Value.Text(text);
    }

    private static boolean isBoolean(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }

    private static Value bool(String text) {
        return new Value.Bool(Boolean.valueOf(text));
    }

    private static Value number(Tokens tokens) throws InvalidFilter {
        try {
            double number = Double.parseDouble(tokens.next().text());
            if (Double.isFinite(number)) {
                return new Value.Num(number);
            }
        } catch (NumberFormatException malformed) {
            // falls through: said below, with its place
        }
        throw tokens.unexpected("not a number that can be compared");
    }
}
