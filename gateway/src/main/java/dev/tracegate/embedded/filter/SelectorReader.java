package dev.tracegate.embedded.filter;

import java.util.Locale;

/** Parses a selector: {@code "name"} or {@code id(name: "...", type: "...", account.id: "...")}, with the parts in any order. */
final class SelectorReader {
    private SelectorReader() {}

    static Selector read(TokenStream tokens) throws InvalidFilter {
        if (tokens.peek().kind() == Token.Kind.STRING) {
            return Selector.named(tokens.advance().text());
        }
        if (!tokens.isWord("id")) {
            throw tokens.unexpected("expected a name in double quotes, or id(name: ..., type: ..., account.id: ...)");
        }
        tokens.advance();
        tokens.expect("(");
        var selector = part(tokens, Selector.ANY);
        while (tokens.isSymbol(",")) {
            tokens.advance();
            selector = part(tokens, selector);
        }
        tokens.expect(")");
        return selector;
    }

    private static Selector part(TokenStream tokens, Selector selector) throws InvalidFilter {
        var key = tokens.peek();
        if (!key.isWord("name") && !key.isWord("type") && !key.isWord("account.id")) {
            throw tokens.unexpected("expected name, type or account.id");
        }
        tokens.advance();
        tokens.expect(":");
        var value = string(tokens);
        return switch (key.text().toLowerCase(Locale.ROOT)) {
            case "name" -> new Selector(value, selector.type(), selector.account());
            case "type" -> new Selector(selector.name(), value, selector.account());
            default -> new Selector(selector.name(), selector.type(), value);
        };
    }

    private static String string(TokenStream tokens) throws InvalidFilter {
        if (tokens.peek().kind() != Token.Kind.STRING) {
            throw tokens.unexpected("expected a string in double quotes");
        }
        return tokens.advance().text();
    }
}
