package dev.tracegate.sampling.rule;

import java.util.Map;

/** A sampling rule that X-Ray would not accept: the member, by its name in the X-Ray API, and the reason. */
public final class InvalidRule extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final String member;

    public InvalidRule(String member, String reason) {
        super(member + ": " + reason);
        this.member = member;
    }

    /** The member's name in the X-Ray API, such as {@code FixedRate}. */
    public String member() {
        return member;
    }

    static void checkName(String name) {
        if (name.isBlank()) {
            throw new InvalidRule("RuleName", "must not be empty");
        }
        checkLength("RuleName", name, SamplingRule.NAME_LENGTH);
        // the name is the last part of the ARN, and is written to logs
        if (name.indexOf('/') >= 0 || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidRule("RuleName", "must not contain '/' or control characters");
        }
    }

    static void checkLength(String member, String text, int longest) {
        if (text.length() > longest) {
            throw new InvalidRule(member,
                    "must have at most %d characters, was %d long".formatted(longest, text.length()));
        }
    }

    static void checkShare(String member, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new InvalidRule(member, "must be 0 to 1, was " + share);
        }
    }

    static void checkRange(String member, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidRule(member, least == most
                    ? "must be %d, was %d".formatted(least, value)
                    : most == Integer.MAX_VALUE
                            ? "must be %d or more, was %d".formatted(least, value)
                            : "must be %d to %d, was %d".formatted(least, most, value));
        }
    }

    static void checkAttributes(Map<String, String> attributes) {
        checkRange("Attributes", attributes.size(), 0, SamplingRule.ATTRIBUTES);
        attributes.forEach((key, pattern) -> {
            checkPart("a key", key);
            checkPart("the value of " + key, pattern);
        });
    }

    private static void checkPart(String part, String text) {
        if (text.isEmpty() || text.length() > SamplingRule.ATTRIBUTE_LENGTH) {
            throw new InvalidRule("Attributes", "%s must have 1 to %d characters, was %d long".formatted(part,
                    SamplingRule.ATTRIBUTE_LENGTH, text.length()));
        }
    }
}
