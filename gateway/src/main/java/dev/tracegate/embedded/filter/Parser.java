package dev.tracegate.embedded.filter;

import dev.tracegate.embedded.filter.Scope.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a filter expression by recursive descent; each method reads the rule of the grammar that it is named after.
 *
 * <pre>
 * expression := and ( OR and )*
 * and        := unary ( [AND] unary )*
 * unary      := ( '!' | NOT ) unary | '(' expression ')' | service | edge | rootcause
 *              | keyword [ operator value ]
 * service    := service '(' [selector] ')' [ '{' expression '}' ]
 * edge       := edge '(' selector ',' selector ')' [ '{' expression '}' ]
 * rootcause  := rootcause.(fault|error|responsetime).(service|entity|exception) '{' expression '}'
 * </pre>
 */
final class Parser {
    // far more than anyone writes by hand, far less than a thread's stack holds
    private static final int MAX_DEPTH = 100;
    /** Each is looked for in every entity of each trace searched, on the one thread that reads: 20,000 of them took 3.8 s. */
    static final int MAX_TERMS = 100;
    /** In UTF-16 units: room for that many terms with long values. */
    static final int MAX_LENGTH = 16 * 1024;

    private final Tokens tokens;
    private Level level = Level.TRACE;
    private int depth;
    private int terms;

    Parser(String expression) throws InvalidFilter {
        if (expression.length() > MAX_LENGTH) {
            throw new InvalidFilter(expression, MAX_LENGTH, MAX_LENGTH + 1,
                    "an expression may have " + MAX_LENGTH + " characters, this one has " + expression.length());
        }
        tokens = new Tokens(expression);
    }

    Filter parse() throws InvalidFilter {
        if (tokens.next().kind() == Token.Kind.END) {
            return new Filter.All();
        }
        var filter = expression();
        if (tokens.next().kind() != Token.Kind.END) {
            throw tokens.unexpected("expected AND, OR or the end");
        }
        return filter;
    }

    private Filter expression() throws InvalidFilter {
        var parts = new ArrayList<>(List.of(and()));
        while (tokens.isWord("OR")) {
            tokens.take();
            parts.add(and());
        }
        return joined(parts, Filter.Or::new);
    }

    private Filter and() throws InvalidFilter {
        var parts = new ArrayList<>(List.of(unary()));
        while (tokens.isWord("AND") || beginsTerm()) {
            if (tokens.isWord("AND")) {
                tokens.take();
            }
            parts.add(unary());
        }
        return joined(parts, Filter.And::new);
    }

    private boolean beginsTerm() {
        return switch (tokens.next().kind()) {
            case WORD -> !tokens.isWord("OR");
            case ANNOTATION -> true;
            case SYMBOL -> tokens.isSymbol("!") || tokens.isSymbol("(");
            default -> false;
        };
    }

    private static Filter joined(List<Filter> parts, Function<List<Filter>, Filter> join) {
        return parts.size() == 1 ? parts.getFirst() : join.apply(parts);
    }

    private Filter unary() throws InvalidFilter {
        if (depth == MAX_DEPTH) {
            throw tokens.unexpected("nested deeper than " + MAX_DEPTH + " levels");
        }
        depth++;
        var filter = tokens.isSymbol("!") || tokens.isWord("NOT") ? not()
                : tokens.isSymbol("(") ? enclosed("(", ")") : term();
        depth--;
        return filter;
    }

    private Filter not() throws InvalidFilter {
        tokens.take();
        return new Filter.Not(unary());
    }

    private Filter enclosed(String open, String close) throws InvalidFilter {
        tokens.expect(open);
        var filter = expression();
        tokens.expect(close);
        return filter;
    }

    private Filter term() throws InvalidFilter {
        if (terms == MAX_TERMS) {
            throw tokens.unexpected("an expression may have " + MAX_TERMS + " terms, and this is one more");
        }
        terms++;
        if (tokens.isWord("service")) {
            return service();
        }
        if (tokens.isWord("edge")) {
            return edge();
        }
        var parts = CauseScope.of(tokens.next());
        return parts.isPresent() ? rootCause(parts.get()) : Terms.read(tokens, level);
    }

    private Filter service() throws InvalidFilter {
        refuseWithinBraces();
        tokens.take();
        tokens.expect("(");
        var node = tokens.isSymbol(")") ? Selector.ANY : Selectors.read(tokens);
        tokens.expect(")");
        return new Filter.ServiceFilter(node, inner(Level.SERVICE));
    }

    private Filter edge() throws InvalidFilter {
        refuseWithinBraces();
        tokens.take();
        tokens.expect("(");
        var from = Selectors.read(tokens);
        tokens.expect(",");
        var to = Selectors.read(tokens);
        tokens.expect(")");
        return new Filter.EdgeFilter(from, to, inner(Level.EDGE));
    }

    private void refuseWithinBraces() throws InvalidFilter {
        if (level != Level.TRACE) {
            throw tokens.unexpected("service, edge and rootcause do not stand within braces");
        }
    }

    private Filter rootCause(CauseScope parts) throws InvalidFilter {
        refuseWithinBraces();
        tokens.take();
        return new Filter.RootCauseFilter(parts, braces(parts.level()));
    }

    private @Nullable Filter inner(Level within) throws InvalidFilter {
        return tokens.isSymbol("{") ? braces(within) : null;
    }

    private Filter braces(Level within) throws InvalidFilter {
        level = within;
        var filter = enclosed("{", "}");
        level = Level.TRACE;
        return filter;
    }
}
