package dev.tracegate.embedded.filter;

import dev.tracegate.embedded.filter.Scope.Level;
import java.util.Locale;
import java.util.Optional;

/** Parses {@code keyword [ operator value ]}. */
final class TermReader {
    private static final String ANNOTATION = "annotation.";

    private TermReader() {}

    static Filter read(TokenStream tokens, Level level) throws InvalidFilter {
        var field = field(tokens, level);
        tokens.advance();
        var symbol = tokens.peek();
        var operator = operator(symbol);
        if (operator.isEmpty()) {
            return new Filter.Present(field);
        }
        tokens.advance();
        var value = value(tokens, field);
        if (!field.accepts(operator.get(), value)) {
            throw tokens.invalid(symbol, field.text() + " cannot be compared with " + symbol.text() + "");
        }
        return new Filter.Comparison(field, operator.get(), value);
    }

    private static Field field(TokenStream tokens, Level level) throws InvalidFilter {
        var token = tokens.peek();
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

    private static Keyword keyword(TokenStream tokens, String word, Level level) throws InvalidFilter {
        if (word.startsWith("rootcause.") || word.startsWith("group.")) {
            throw tokens.unexpected("not supported by the embedded X-Ray");
        }
        var keyword = Keyword.of(word).orElseThrow(() -> tokens.unexpected("unknown keyword"));
        if (!keyword.isValidAt(level)) {
            throw tokens.unexpected("this keyword is not allowed " + level.description());
        }
        return keyword;
    }

    private static Annotation annotation(TokenStream tokens, String key, Level level) throws InvalidFilter {
        if (!Level.SEGMENTS.contains(level)) {
            throw tokens.unexpected("annotations are not allowed " + level.description());
        }
        return new Annotation(key);
    }

    private static String key(TokenStream tokens, String key) throws InvalidFilter {
        if (key.contains(".")) { // X-Ray rejects it too
            throw tokens.unexpected("a key with dots needs brackets, as in annotation[" + key + "]");
        }
        return key;
    }

    private static Optional<Operator> operator(Token token) {
        var isOperator = token.kind() == Token.Kind.WORD || token.kind() == Token.Kind.SYMBOL;
        return isOperator ? Operator.of(token.text()) : Optional.empty();
    }

    private static Value value(TokenStream tokens, Field field) throws InvalidFilter {
        var token = tokens.peek();
        var value = switch (token.kind()) {
            case STRING -> quoted(token.text(), field);
            case NUMBER -> number(tokens);
            // X-Ray's guide has an unquoted value: name = traces
            case WORD -> isBoolean(token.text()) ? bool(token.text()) : new Value.Text(token.text());
            default -> throw tokens.unexpected("expected a string in double quotes, a number, true or false");
        };
        tokens.advance();
        return value;
    }

    private static Value quoted(String text, Field field) {
        var meansBoolean = field instanceof Keyword keyword && keyword.type() == FieldType.BOOLEAN && isBoolean(text);
        return meansBoolean ? bool(text) : new Value.Text(text);
    }

    private static boolean isBoolean(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
    }

    private static Value bool(String text) {
        return new Value.Bool(Boolean.valueOf(text));
    }

    private static Value number(TokenStream tokens) throws InvalidFilter {
        try {
            double number = Double.parseDouble(tokens.peek().text());
            if (Double.isFinite(number)) {
                return new Value.Num(number);
            }
        } catch (NumberFormatException malformed) {
            // reported below, with its offset
        }
        throw tokens.unexpected("not a finite number");
    }
}
