package dev.tracegate.sampling.rule;

/** A change that the rule book refuses, though the rule itself is valid. The message is for the caller. */
public final class RuleRefusal extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final Reason reason;

    /** What the change would break. */
    public enum Reason {
        /** There is a rule with this name. */
        EXISTS,
        /** There is no rule with this name. */
        UNKNOWN,
        /** The Default rule cannot be created, deleted or changed in this member. */
        DEFAULT_RULE,
        /** The book has as many rules as it may have. */
        TOO_MANY,
        /** The book comes from a file, and is changed there. */
        READ_ONLY,
        /** The rule set could not be written to its store. */
        STORE
    }

    public RuleRefusal(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
