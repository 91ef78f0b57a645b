package dev.tracegate.embedded.filter;

import dev.tracegate.embedded.filter.Scope.Level;
import dev.tracegate.embedded.model.RootCause;
import dev.tracegate.embedded.model.Trace;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What the braces of {@code rootcause.fault.service { ... }} and its kin look at: some parts of some root causes. */
public record CauseScope(Effect effect, Element element) {

    /** What the cause is the cause of. */
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

    /** Which parts of the cause. */
    public enum Element {
        SERVICE, ENTITY, EXCEPTION
    }

    /** The scope so written, in any case. */
    static Optional<CauseScope> of(Token token) {
        return Arrays.stream(Effect.values())
                .flatMap(effect -> Arrays.stream(Element.values()).map(element -> new CauseScope(effect, element)))
                .filter(scope -> token.isWord(scope.text()))
                .findFirst();
    }

    /** As it is written in an expression. */
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

    /** All such parts of a trace. */
    Stream<CausePart> in(Trace trace) {
        return effect.causes(trace).stream().flatMap(cause -> CausePart.of(cause, element).stream());
    }
}
