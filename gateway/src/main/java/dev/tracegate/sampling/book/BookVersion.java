package dev.tracegate.sampling.book;

import dev.tracegate.sampling.rule.RuleBook;
import java.time.Instant;

/**
 * One version of a scope's rules. A version never changes; going back to an earlier one makes a new version.
 *
 * @param number 1 and up, without gaps
 * @param modified whole seconds, rounded up, and never before the version before: what SDKs get as {@code LastRuleModification}. They compare it with the
 *            time of their last poll, which may be in the same second as the change
 * @param author who changed it
 * @param reason why
 */
public record BookVersion(long number, Instant modified, String author, String reason, RuleBook book) {
    /** What holds where nobody ever made a rule. */
    public static final BookVersion NONE = new BookVersion(0, Instant.EPOCH, "", "", RuleBook.DEFAULT);

    /** The version after this one. */
    BookVersion next(RuleBook changed, Instant now, String by, String why) {
        var second = WholeSeconds.ceiling(now);
        return new BookVersion(number + 1, second.isBefore(modified) ? modified : second, by, why, changed);
    }
}
