package dev.tracegate.sampling.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rule that the X-Ray SDK for Java gets besides those of the book. In version 2.20.0 the SDK notices a new rule or another priority only if the last
 * custom rule of the answer is new to it; else it goes on with its old rules. So the last custom rule of an answer gets another name with every change of the rules. No request
 * matches it: {@code |} is in no service name that the SDK sends. It has the Default rule's rate and reservoir, in case one does.
 */
public final class JavaSdkMarker {
    private static final String NAME = "gen-";
    private static final String NO_SERVICE = "|";
    private static final String ANY = "*";
    /** The SDK sends the User-Agent of the Java platform's HttpURLConnection, such as {@code Java/21.0.2}. */
    private static final String AGENT = "Java/";

    private JavaSdkMarker() {}

    /** Whether the client is, by its User-Agent, the X-Ray SDK for Java. */
    public static boolean isNeededBy(String userAgent) {
        return userAgent.startsWith(AGENT);
    }

    /** Whether this is the name of a marker rule, which no report, statistic or limit counts. */
    public static boolean is(String ruleName) {
        return ruleName.startsWith(NAME) && ruleName.substring(NAME.length()).chars().allMatch(Character::isDigit);
    }

    /** The name of the marker rule for rules with this hash: another one, except by a chance of one in 4 billion. */
    public static String name(int hash) {
        return NAME + Integer.toUnsignedString(hash);
    }

    /** The rules in the order of an answer: those of the book, the marker rule, the Default rule. */
    public static List<RuleRecord> addTo(RuleBook book) {
        var standard = book.defaultRule().rule();
        var marker = new SamplingRule(name(book.records().hashCode()), SamplingRule.LOWEST_PRIORITY,
                standard.fixedRate(), standard.reservoirSize(), NO_SERVICE, ANY, ANY, ANY, ANY, ANY,
                Map.of(), Optional.empty());
        var records = new ArrayList<>(book.records());
        records.add(records.size() - 1,
                new RuleRecord(marker, book.defaultRule().createdAt(), book.defaultRule().modifiedAt()));
        return records;
    }
}
