package dev.tracegate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tracegate.config.rules.InvalidRulesFile;
import dev.tracegate.config.rules.RulesFile;
import dev.tracegate.files.NamedFile;
import dev.tracegate.sampling.book.RuleScope;
import dev.tracegate.sampling.rule.ClientKind;
import dev.tracegate.sampling.rule.RuleBook;
import dev.tracegate.sampling.rule.RuleMatcher;
import dev.tracegate.sampling.rule.RuleWarnings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * {@code tracegate rules test}: which rule of a file the request of each segment would match, and why the rules before it do not. Needs no running gateway.
 */
final class RulesCommand {
    /** Bytes of the segments; some 10,000 segments of usual size. */
    private static final int MOST_SEGMENT_BYTES = 16 * 1024 * 1024;

    /** Of rules whose time is not shown. */
    private static final Instant ANY_TIME = Instant.ofEpochSecond(1);

    private final StringBuilder text = new StringBuilder();

    private RulesCommand() {}

    /** @param scope the rules for all tenants, or one tenant's over them */
    record Test(Path rules, Path segments, ClientKind client, RuleScope scope) {}

    /** The outcome, for standard output. Blocks. */
    static Invocation.Print run(Test test, int problems) {
        try {
            var book = book(test);
            var segments = SegmentsFile
                    .requests(new String(NamedFile.read(test.segments(), MOST_SEGMENT_BYTES), UTF_8));
            return new Invocation.Print(new RulesCommand().report(book, segments, test.client()), 0);
        } catch (InvalidRulesFile e) {
            return new Invocation.Print(e.getMessage() + "\n", problems);
        } catch (SegmentsFile.Invalid e) {
            return new Invocation.Print("segments %s: %s%n".formatted(test.segments(), e.getMessage()), problems);
        } catch (IOException e) {
            return new Invocation.Print("segments %s: %s%n".formatted(test.segments(), NamedFile.problem(e)), problems);
        }
    }

    private static RuleBook book(Test test) throws InvalidRulesFile {
        var scopes = RulesFile.read(test.rules(), RuleBook.MOST_CUSTOM_RULES);
        var global = RuleBook.of(scopes.getOrDefault(RuleScope.GLOBAL, List.of()), ANY_TIME);
        var own = scopes.get(test.scope());
        return own == null || test.scope().equals(RuleScope.GLOBAL) ? global
                : RuleBook.of(own, ANY_TIME).over(global);
    }

    private String report(RuleBook book, Iterable<SegmentsFile.SegmentRequest> segments, ClientKind client) {
        RuleWarnings.of(book).forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        var matcher = new RuleMatcher(book, client);
        for (var segment : segments) {
            var match = matcher.match(segment.request());
            var rule = match.rule();
            text.append(
                    "%s: rule \"%s\" (priority %d): %d a second, then %s %%%n".formatted(segment.label(), rule.name(),
                            rule.priority(), rule.reservoirSize(), percent(rule.fixedRate())));
            match.passed()
                    .forEach(mismatch -> text.append("  not \"")
                            .append(mismatch.rule())
                            .append("\": ")
                            .append(mismatch.reason())
                            .append('\n'));
        }
        return text.toString();
    }

    private static String percent(double rate) {
        return new BigDecimal(Double.toString(rate)).movePointRight(2).stripTrailingZeros().toPlainString();
    }
}
