package dev.tracegate.embedded.filter;

import dev.tracegate.embedded.filter.Scope.Level;
import dev.tracegate.embedded.model.RootCause;
import dev.tracegate.embedded.model.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The parts of root causes that an expression such as {@code rootcause.fault.service { ... }} tests. */
public record CauseScope(Effect effect, Element element) {

    /** The effect of the root cause. */
    public enum Effect {
        FAULT, ERROR, RESPONSETIME;

        private List<RootCause> causes(Trace trace) {
            return switch (this) {
                case FAULT -> RootCause.faults(trace);
                case ERROR -> RootCause.errors(trace);
                case RESPONSETIME -> RootCause.delays(trace);
            };
        }
    }

    /** The type of part that is tested. */
    public enum Element {
        SERVICE, ENTITY, EXCEPTION
    }

    /** The scope with this text, ignoring case; empty if there is none. */
    static Optional<CauseScope> of(Token token) {
        return Arrays.stream(Effect.values())
                .flatMap(effect -> Arrays.stream(Element.values()).map(element -> new CauseScope(effect, element)))
                .filter(scope -> token.isWord(scope.text()))
                .findFirst();
    }

    /** The text in an expression. */
    String text() {
        return "rootcause.%s.%s".formatted(effect, element).toLowerCase(Locale.ROOT);
    }

    Level level() {
        return switch (element) {
            case SERVICE -> Level.CAUSE_SERVICE;
            case ENTITY -> effect == Effect.RESPONSETIME ? Level.DELAY_ENTITY : Level.CAUSE_ENTITY;
            case EXCEPTION -> Level.CAUSE_EXCEPTION;
        };
    }

    /** All these parts in a trace. */
    Stream<CausePart> in(Trace trace) {
        return effect.causes(trace).stream().flatMap(cause -> CausePart.of(cause, element).stream());
    }
}
