package dev.tracegate.embedded.filter;

import java.util.function.IntPredicate;

/** Splits an expression into tokens on demand, so that the first error in the text is the one reported. */
final class Lexer {
    private static final String SYMBOLS = "(){},:=<>!";

    private final String expression;
    private int at;

    Lexer(String expression) {
        this.expression = expression;
    }

    Token next() throws InvalidFilter {
        at = skip(at, Character::isWhitespace);
        int start = at;
        if (start == expression.length()) {
            return token(Token.Kind.END, start);
        }
        char first = expression.charAt(start);
        if (first == '"') {
            return string();
        }
        if (isDigit(first) || ((first == '-' || first == '.') && isDigit(peek(start + 1)))) {
            at = skip(start + 1, c -> isDigit(c) || "+-.eE".indexOf(c) >= 0);
            return token(Token.Kind.NUMBER, start);
        }
        return isWordPart(first) ? word() : symbol();
    }

    InvalidFilter invalid(Token token, String reason) {
        return new InvalidFilter(expression, token.at(), token.end(), reason);
    }

    /** An error in the text between {@code start} and the current index. */
    private InvalidFilter invalid(int start, String reason) {
        return new InvalidFilter(expression, start, at, reason);
    }

    private Token token(Token.Kind kind, int start) {
        return new Token(kind, expression.substring(start, at), start, at);
    }

    private Token word() throws InvalidFilter {
        int start = at;
        at = skip(start, Lexer::isWordPart);
        var word = token(Token.Kind.WORD, start);
        return word.isWord("annotation") && peek(at) == '[' ? bracketed(start) : word;
    }

    private Token bracketed(int start) throws InvalidFilter {
        int from = at + 1;
        int end = expression.indexOf(']', from);
        if (end <= from) {
            throw invalid(start, "write the key in brackets, as in annotation[my.key]");
        }
        at = end + 1;
        return new Token(Token.Kind.ANNOTATION, expression.substring(from, end), start, at);
    }

    private Token symbol() throws InvalidFilter {
        int start = at;
        char symbol = expression.charAt(start);
        if (SYMBOLS.indexOf(symbol) < 0) {
            at += Character.charCount(expression.codePointAt(start));
            throw invalid(start, "character not allowed in a filter expression");
        }
        at += "<>!".indexOf(symbol) >= 0 && peek(start + 1) == '=' ? 2 : 1;
        return token(Token.Kind.SYMBOL, start);
    }

    /** A string with the escapes of JSON. */
    private Token string() throws InvalidFilter {
        int start = at++;
        var text = new StringBuilder();
        for (char c = stringChar(start); c != '"'; c = stringChar(start)) {
            text.append(c == '\\' ? escaped(start) : c);
        }
        return new Token(Token.Kind.STRING, text.toString(), start, at);
    }

    private char stringChar(int start) throws InvalidFilter {
        if (at == expression.length()) {
            throw invalid(start, "the string has no closing quote");
        }
        return expression.charAt(at++);
    }

    private char escaped(int start) throws InvalidFilter {
        char c = stringChar(start);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> unicode(start);
            default -> throw invalid(at - 2, "unknown escape sequence; write \\\\ for a backslash");
        };
    }

    private char unicode(int start) throws InvalidFilter {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(stringChar(start), 16);
            if (digit < 0) {
                throw invalid(start, "\\u needs four hex digits");
            }
            code = 16 * code + digit;
        }
        return (char) code;
    }

    private int skip(int from, IntPredicate condition) {
        int end = from;
        while (end < expression.length() && condition.test(expression.charAt(end))) {
            end++;
        }
        return end;
    }

    /** The char at an index, or 0 after the end. */
    private char peek(int index) {
        return index < expression.length() ? expression.charAt(index) : 0;
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isWordPart(int c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
    }
}
