package dev.tracegate.config.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tracegate.sampling.book.RuleScope;
import dev.tracegate.sampling.rule.InvalidRule;
import dev.tracegate.sampling.rule.RuleBook;
import java.time.Instant;

/** Random text is a file of rules, or is refused with a message that names a place; nothing else is thrown. */
class RulesFileFuzzTest {

    @FuzzTest
    void a_file_is_a_book_or_is_refused_by_its_place(byte[] bytes) {
        try {
            var scopes = RulesFile.parse(new String(bytes, UTF_8), RuleBook.CUSTOM_RULES);
            assertThat(scopes).containsKey(RuleScope.GLOBAL);
            scopes.values()
                    .forEach(rules -> assertThat(RuleBook.of(rules, Instant.EPOCH).customRules())
                            .isLessThanOrEqualTo(RuleBook.CUSTOM_RULES));
        } catch (InvalidRule refused) {
            assertThat(refused).message().startsWith(refused.member() + ": ");
        }
    }
}
