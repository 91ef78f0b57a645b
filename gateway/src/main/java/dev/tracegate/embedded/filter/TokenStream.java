package dev.tracegate.embedded.filter;

/** The tokens of an expression with a lookahead of one. */
final class TokenStream {
    private final Lexer lexer;
    private Token next;

    TokenStream(String expression) throws InvalidFilter {
        lexer = new Lexer(expression);
        next = lexer.next();
    }

    /** The next token, which is not consumed. */
    Token peek() {
        return next;
    }

    boolean isWord(String word) {
        return next.isWord(word);
    }

    boolean isSymbol(String symbol) {
        return next.isSymbol(symbol);
    }

    /** Consumes the next token. */
    Token advance() throws InvalidFilter {
        var taken = next;
        next = lexer.next();
        return taken;
    }

    /** Consumes the next token, which must be this symbol. */
    void expect(String symbol) throws InvalidFilter {
        if (!next.isSymbol(symbol)) {
            throw unexpected("expected " + symbol);
        }
        advance();
    }

    /** An error at the next token. */
    InvalidFilter unexpected(String reason) {
        return invalid(next, reason);
    }

    /** An error at a token. */
    InvalidFilter invalid(Token token, String reason) {
        return lexer.invalid(token, reason);
    }
}
