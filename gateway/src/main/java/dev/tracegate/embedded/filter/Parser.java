package dev.tracegate.embedded.filter;

import dev.tracegate.embedded.filter.Scope.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Recursive descent parser of filter expressions. Each method parses the grammar rule with its name; {@code SelectorReader} parses a selector,
 * {@code TermReader} a keyword with operator and value. For one expression and one thread.
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
    // far more than a person writes, far less than what overflows the stack of a thread
    private static final int MAX_DEPTH = 100;
    /** Each term is evaluated for every entity of each searched trace on the single reader thread: 20,000 terms took 3.8 s. */
    static final int MAX_TERMS = 100;
    /** UTF-16 units: 160 for each of the {@value #MAX_TERMS} terms. */
    static final int MAX_LENGTH = 16 * 1024;

    private final TokenStream tokens;
    private Level level = Level.TRACE;
    private int depth;
    private int terms;

    Parser(String expression) throws InvalidFilter {
        if (expression.length() > MAX_LENGTH) {
            throw new InvalidFilter(expression, MAX_LENGTH, MAX_LENGTH + 1,
                    "an expression may have at most " + MAX_LENGTH + " characters, but has " + expression.length());
        }
        tokens = new TokenStream(expression);
    }

    Filter parse() throws InvalidFilter {
        if (tokens.peek().kind() == Token.Kind.END) {
            return new Filter.All();
        }
        var filter = expression();
        if (tokens.peek().kind() != Token.Kind.END) {
            throw tokens.unexpected("expected AND, OR or the end of the expression");
        }
        return filter;
    }

    private Filter expression() throws InvalidFilter {
        var parts = new ArrayList<>(List.of(and()));
        while (tokens.isWord("OR")) {
            tokens.advance();
            parts.add(and());
        }
        return joined(parts, Filter.Or::new);
    }

    private Filter and() throws InvalidFilter {
        var parts = new ArrayList<>(List.of(unary()));
        while (tokens.isWord("AND") || beginsTerm()) {
            if (tokens.isWord("AND")) {
                tokens.advance();
            }
            parts.add(unary());
        }
        return joined(parts, Filter.And::new);
    }

    private boolean beginsTerm() {
        return switch (tokens.peek().kind()) {
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
        tokens.advance();
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
            throw tokens.unexpected("an expression may have at most " + MAX_TERMS + " terms");
        }
        terms++;
        if (tokens.isWord("service")) {
            return service();
        }
        if (tokens.isWord("edge")) {
            return edge();
        }
        var parts = CauseScope.of(tokens.peek());
        return parts.isPresent() ? rootCause(parts.get()) : TermReader.read(tokens, level);
    }

    private Filter service() throws InvalidFilter {
        refuseWithinBraces();
        tokens.advance();
        tokens.expect("(");
        var node = tokens.isSymbol(")") ? Selector.ANY : SelectorReader.read(tokens);
        tokens.expect(")");
        return new Filter.ServiceFilter(node, inner(Level.SERVICE));
    }

    private Filter edge() throws InvalidFilter {
        refuseWithinBraces();
        tokens.advance();
        tokens.expect("(");
        var from = SelectorReader.read(tokens);
        tokens.expect(",");
        var to = SelectorReader.read(tokens);
        tokens.expect(")");
        return new Filter.EdgeFilter(from, to, inner(Level.EDGE));
    }

    private void refuseWithinBraces() throws InvalidFilter {
        if (level != Level.TRACE) {
            throw tokens.unexpected("service, edge and rootcause are not allowed within braces");
        }
    }

    private Filter rootCause(CauseScope parts) throws InvalidFilter {
        refuseWithinBraces();
        tokens.advance();
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
