package dev.tracegate.embedded.filter;

import java.util.Locale;

/** Reads which nodes are meant: {@code "name"} or {@code id(name: "...", type: "...", account.id: "...")}, the parts in any order. */
final class Selectors {
    private Selectors() {}

    static Selector read(Tokens tokens) throws InvalidFilter {
        if (tokens.next().kind() == Token.Kind.STRING) {
            return Selector.named(tokens.take().text());
        }
        if (!tokens.isWord("id")) {
            throw tokens.unexpected("expected a name in double quotes, or id(name: ..., type: ..., account.id: ...)");
        }
        tokens.take();
        tokens.expect("(");
        var selector = part(tokens, Selector.ANY);
        while (tokens.isSymbol(",")) {
            tokens.take();
            selector = part(tokens, selector);
        }
        tokens.expect(")");
        return selector;
    }

    private static Selector part(Tokens tokens, Selector so) throws InvalidFilter {
        var key = tokens.next();
        if (!key.isWord("name") && !key.isWord("type") && !key.isWord("account.id")) {
            throw tokens.unexpected("expected name, type or account.id");
        }
        tokens.take();
        tokens.expect(":");
        var value = string(tokens);
        return switch (key.text().toLowerCase(Locale.ROOT)) {
            case "name" -> new Selector(value, so.type(), so.account());
            case "type" -> new Selector(so.name(), value, so.account());
            default -> new Selector(so.name(), so.type(), value);
        };
    }

    private static String string(Tokens tokens) throws InvalidFilter {
        if (tokens.next().kind() != Token.Kind.STRING) {
            throw tokens.unexpected("expected a string in double quotes");
        }
        return tokens.take().text();
    }
}
