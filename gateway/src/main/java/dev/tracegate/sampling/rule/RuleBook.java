package dev.tracegate.sampling.rule;

import static dev.tracegate.sampling.rule.RuleRefusal.Reason.DEFAULT_RULE;
import static dev.tracegate.sampling.rule.RuleRefusal.Reason.EXISTS;
import static dev.tracegate.sampling.rule.RuleRefusal.Reason.TOO_MANY;
import static dev.tracegate.sampling.rule.RuleRefusal.Reason.UNKNOWN;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A set of rules with unique names, in the order in which they are tried; the Default rule is last and always there. Immutable: a change gives another
 * book. The times of a changed rule are whole seconds, as X-Ray's.
 */
public record RuleBook(List<RuleRecord> records) {
    /** X-Ray's limit of rules besides the Default rule. */
    public static final int CUSTOM_RULES = 25;
    /** The most that a setting may allow; such a rule of usual size takes 600 bytes in an answer. */
    public static final int MOST_CUSTOM_RULES = 100;
    /** Bytes that the rules of a book may take in an answer. An answer has one page with two books at most, and SDKs read 128 kB of it. */
    public static final int ANSWER_BYTES = 60_000;
    /** Bytes of a rule's record in an answer without the texts of the rule. */
    private static final int RECORD_BYTES = 400;

    /** The Default rule alone. */
    public static final RuleBook DEFAULT = new RuleBook(List.of(RuleRecord.DEFAULT));

    /** @throws InvalidRule if two rules have one name */
    public RuleBook {
        var sorted = new ArrayList<>(records);
        if (sorted.stream().noneMatch(each -> each.rule().isDefault())) {
            sorted.add(RuleRecord.DEFAULT);
        }
        sorted.sort(Comparator.comparing(RuleRecord::rule, SamplingRule.ORDER));
        var names = new HashSet<String>();
        for (var record : sorted) {
            if (!names.add(record.rule().name())) {
                throw new InvalidRule("RuleName", "\"" + record.rule().name() + "\" is used twice");
            }
        }
        records = List.copyOf(sorted);
    }

    /** A book of rules that are all new now. {@code now} is not the epoch, which is the time of a Default rule that nobody wrote down. */
    public static RuleBook of(List<SamplingRule> rules, Instant now) {
        var second = now.truncatedTo(ChronoUnit.SECONDS);
        return new RuleBook(rules.stream().map(rule -> new RuleRecord(rule, second, second)).toList());
    }

    public Optional<RuleRecord> find(String name) {
        return records.stream().filter(each -> each.rule().name().equals(name)).findFirst();
    }

    /** Whether the Default rule was written down, and is not just X-Ray's because there is no other. */
    public boolean hasOwnDefault() {
        return !defaultRule().equals(RuleRecord.DEFAULT);
    }

    /** Whether the rules are the same, whenever they were made. */
    public boolean hasSameRules(RuleBook other) {
        return hasOwnDefault() == other.hasOwnDefault() && rules().equals(other.rules());
    }

    private List<SamplingRule> rules() {
        return records.stream().map(RuleRecord::rule).toList();
    }

    public RuleRecord defaultRule() {
        return records.getLast();
    }

    /** How many rules there are besides the Default rule. */
    public int customRules() {
        return records.size() - 1;
    }

    /**
     * Adds a rule.
     *
     * @param most custom rules that the book may have then
     * @throws RuleRefusal if the name is taken, is Default, or the book is full
     */
    public RuleBook create(SamplingRule rule, int most, Instant now) {
        if (rule.isDefault()) {
            throw new RuleRefusal(DEFAULT_RULE, "The Default rule exists and cannot be created");
        }
        if (find(rule.name()).isPresent()) {
            throw new RuleRefusal(EXISTS, "A rule named \"" + rule.name() + "\" exists");
        }
        if (customRules() >= most) {
            throw new RuleRefusal(TOO_MANY, "There are " + most + " rules besides Default, which is the limit");
        }
        var second = now.truncatedTo(ChronoUnit.SECONDS);
        return with(new RuleRecord(rule, second, second));
    }

    /**
     * Changes a rule; its modification time becomes {@code now} even if every member stays as it is, as in X-Ray.
     *
     * @throws RuleRefusal if there is no such rule, or if more than the rate and the reservoir of the Default rule would change
     * @throws InvalidRule if the changed rule is outside the limits of the X-Ray API
     */
    public RuleBook update(String name, RuleUpdate update, Instant now) {
        var current = existing(name);
        if (current.rule().isDefault() && update.changesMoreThanRate()) {
            throw new RuleRefusal(DEFAULT_RULE,
                    "Only FixedRate and ReservoirSize of the Default rule can be changed");
        }
        return with(new RuleRecord(update.applyTo(current.rule()), current.createdAt(),
                now.truncatedTo(ChronoUnit.SECONDS)));
    }

    /** @throws RuleRefusal if there is no such rule, or if it is the Default rule */
    public RuleBook delete(String name) {
        if (existing(name).rule().isDefault()) {
            throw new RuleRefusal(DEFAULT_RULE, "The Default rule cannot be deleted");
        }
        return new RuleBook(records.stream().filter(each -> !each.rule().name().equals(name)).toList());
    }

    /** The rules of this book, and those of {@code below} whose names this one does not have. The Default rule is this one's only if it was changed. */
    public RuleBook over(RuleBook below) {
        var merged = new ArrayList<>(below.records);
        for (var record : records) {
            if (!record.equals(RuleRecord.DEFAULT)) {
                merged.removeIf(each -> each.rule().name().equals(record.rule().name()));
                merged.add(record);
            }
        }
        return new RuleBook(merged);
    }

    /** The names of rules of {@code below} that {@link #over} leaves out, because this book has them. */
    public List<String> overridden(RuleBook below) {
        return records.stream()
                .filter(each -> !each.equals(RuleRecord.DEFAULT))
                .map(each -> each.rule().name())
                .filter(name -> below.find(name).filter(each -> !each.equals(RuleRecord.DEFAULT)).isPresent())
                .toList();
    }

    /** Bytes of the rules in an answer, at most. */
    public int answerBytes() {
        return records.stream().map(RuleRecord::rule).mapToInt(RuleBook::answerBytes).sum();
    }

    private static int answerBytes(SamplingRule rule) {
        var texts = Stream.concat(
                Stream.of(rule.name(), rule.name(), rule.serviceName(), rule.serviceType(), rule.host(),
                        rule.httpMethod(),
                        rule.urlPath(), rule.resourceArn()),
                rule.attributes().entrySet().stream().flatMap(each -> Stream.of(each.getKey(), each.getValue())));
        return RECORD_BYTES + texts.mapToInt(RuleBook::jsonBytes).sum();
    }

    /** A character takes up to three bytes in UTF-8, or six as an escape. */
    private static int jsonBytes(String text) {
        return text.chars().map(each -> each < ' ' ? 6 : each == '"' || each == '\\' ? 2 : each < 0x80 ? 1 : 3).sum();
    }

    private RuleRecord existing(String name) {
        return find(name).orElseThrow(() -> new RuleRefusal(UNKNOWN, "There is no rule named \"" + name + "\""));
    }

    private RuleBook with(RuleRecord record) {
        var changed = new ArrayList<>(records);
        changed.removeIf(each -> each.rule().name().equals(record.rule().name()));
        changed.add(record);
        return new RuleBook(changed);
    }
}
