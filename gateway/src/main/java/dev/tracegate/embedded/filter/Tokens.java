package dev.tracegate.embedded.filter;

/** The tokens of an expression with the next one in view. */
final class Tokens {
    private final Lexer lexer;
    private Token next;

    Tokens(String expression) throws InvalidFilter {
        lexer = new Lexer(expression);
        next = lexer.next();
    }

    Token next() {
        return next;
    }

    boolean isWord(String word) {
        return next.isWord(word);
    }

    boolean isSymbol(String symbol) {
        return next.isSymbol(symbol);
    }

    Token take() throws InvalidFilter {
        var taken = next;
        next = lexer.next();
        return taken;
    }

    void expect(String symbol) throws InvalidFilter {
        if (!next.isSymbol(symbol)) {
            throw unexpected("expected " + symbol);
        }
        take();
    }

    InvalidFilter unexpected(String reason) {
        return invalid(next, reason);
    }

    InvalidFilter invalid(Token token, String reason) {
        return lexer.invalid(token, reason);
    }
}
