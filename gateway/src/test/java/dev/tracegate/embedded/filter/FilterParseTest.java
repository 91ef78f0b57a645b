package dev.tracegate.embedded.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tracegate.embedded.filter.Filter.And;
import dev.tracegate.embedded.filter.Filter.Comparison;
import dev.tracegate.embedded.filter.Filter.EdgeFilter;
import dev.tracegate.embedded.filter.Filter.Not;
import dev.tracegate.embedded.filter.Filter.Or;
import dev.tracegate.embedded.filter.Filter.Present;
import dev.tracegate.embedded.filter.Filter.ServiceFilter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParseTest {
    private static final Filter OK = new Present(Keyword.OK);
    private static final Filter ERROR = new Present(Keyword.ERROR);
    private static final Filter FAULT = new Present(Keyword.FAULT);

    /** The examples of the X-Ray developer guide. */
    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "responsetime > 5", "duration >= 5 AND duration <= 8", "ok !partial duration <3",
            "!ok", "ok = false", "http.url CONTAINS \"/api/game/\" AND responsetime >= 5",
            "http.url BEGINSWITH \"http://api.example.com/\" AND http.url CONTAINS \"/v2/\" AND !service(\"api.example.com\")",
            "http.url AND responseTime > 2", "annotation.gameid = \"817DL6VO\"", "annotation[gameid] = \"817DL6VO\"",
            "annotation.age", "!annotation.age", "annotation.age > 29", "annotation[my.key] != false",
            "service(\"data-plane\") {root = true and fault = true}", "service() {fault}", "service(\"api\") { fault }",
            "service(id(name: \"f\", type: \"AWS::Lambda::Function\"))", "service(id(account.id: \"123\"))",
            "service(id(type:\"client\",name:\"f\",account.id:\"1\"))", "service(\"frontend\") { name = traces }",
            "edge(\"frontend\", \"backend\")", "edge(\"a\",id(name:\"b\")) { error OR responsetime > .5 }",
            "(error OR fault) AND service(id(name:\"a\", type:\"AWS::EC2::Instance\")) { responsetime >= 0.5 }",
            "user = \"me\" or not availabilityzone ENDSWITH \"a\" resource.arn instance.id contains \"i-\"",
            "rootcause.fault.entity { last and name = \"deserialize\" }",
            "rootcause.error.service{first type = \"remote\"} RootCause.Fault.Exception {message CONTAINS \"x\"}",
            "rootcause.responsetime.entity { index = 1 AND coverage > 0.5 AND !remote }",
            "http.status = 200 http.method != \"GET\" http.useragent http.clientip CONTAINS \"\""})
    void reads_the_examples_of_the_guide(String expression) throws InvalidFilter {
        var filter = Filter.parse(expression);

        assertThat(Filter.parse(filter.text())).isEqualTo(filter);
    }

    @Test
    void not_has_precedence_over_and_and_and_has_precedence_over_or() throws InvalidFilter {
        assertThat(Filter.parse("ok OR error AND !fault"))
                .isEqualTo(new Or(List.of(OK, new And(List.of(ERROR, new Not(FAULT))))));
        assertThat(Filter.parse("(ok OR error) fault"))
                .isEqualTo(new And(List.of(new Or(List.of(OK, ERROR)), FAULT)));
        assertThat(Filter.parse("NOT (ok error)")).isEqualTo(new Not(new And(List.of(OK, ERROR))));
    }

    @Test
    void keywords_ignore_case_and_keys_and_strings_keep_it() throws InvalidFilter {
        assertThat(Filter.parse("Annotation.MyKey beginsWith \"Ab\" aNd HTTP.Status <= 4e2"))
                .isEqualTo(new And(List.of(
                        new Comparison(new Annotation("MyKey"), Operator.BEGINS_WITH, new Value.Text("Ab")),
                        new Comparison(Keyword.HTTP_STATUS, Operator.AT_MOST, new Value.Num(400.0)))));
    }

    @Test
    void reads_strings_like_json() throws InvalidFilter {
        assertThat(Filter.parse("user = \"a\\\"b\\\\c\\u00e9\\n\" "))
                .isEqualTo(new Comparison(Keyword.USER, Operator.EQUAL, new Value.Text("a\"b\\cé\n")));
    }

    @Test
    void reads_quoted_booleans_for_boolean_keywords() throws InvalidFilter {
        assertThat(Filter.parse("fault = \"TRUE\"")).isEqualTo(Filter.parse("fault = true"));
        assertThat(Filter.parse("annotation.x = \"true\""))
                .isEqualTo(new Comparison(new Annotation("x"), Operator.EQUAL, new Value.Text("true")));
    }

    @Test
    void reads_selectors_with_optional_parts_in_any_order() throws InvalidFilter {
        assertThat(Filter.parse("service(id(account.id:\"1\", name:\"n\")) {}".replace(" {}", "")))
                .isEqualTo(new ServiceFilter(new Selector("n", null, "1"), null));
        assertThat(Filter.parse("edge(id(type:\"client\"), \"b\"){fault}"))
                .isEqualTo(new EdgeFilter(new Selector(null, "client", null), new Selector("b", null, null), FAULT));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            fault > 3                              | 6  | >
            ok CONTAINS "x"                        | 3  | CONTAINS
            http.status CONTAINS "5"               | 12 | CONTAINS
            user < "b"                             | 5  | <
            annotation.a > "x"                     | 13 | >
            annotation.a CONTAINS 3                | 13 | CONTAINS
            speed > 3                              | 0  | speed
            ok AND                                 | 6  | <end>
            ok OR OR ok                            | 6  | OR
            (ok                                    | 3  | <end>
            ok)                                    | 2  | )
            ()                                     | 1  | )
            ok #                                   | 3  | #
            user = "né" $                          | 13 | $
            user = "abc                            | 7  | "abc
            user = "a\\d"                          | 9  | \\d
            user =                                 | 6  | <end>
            responsetime > 1.2.3                   | 15 | 1.2.3
            responsetime > 1e999                   | 15 | 1e999
            service("a"                            | 11 | <end>
            service("a") {}                        | 14 | }
            service("a") {fault                    | 19 | <end>
            service(a)                             | 8  | a
            service(id())                          | 11 | )
            service(id(nome:"a"))                  | 11 | nome
            service() { service("x") }             | 12 | service
            edge("a")                              | 8  | )
            edge("a","b") { annotation.x = 1 }     | 16 | annotation.x
            name = "a"                             | 0  | name
            root                                   | 0  | root
            edge("a","b") { user }                 | 16 | user
            annotation.a.b = 1                     | 0  | annotation.a.b
            annotation[ = 1                        | 0  | annotation
            "ok"                                   | 0  | "ok"
            rootcause.fault.entity                 | 22 | <end>
            rootcause.fault.entity {coverage > 1}  | 24 | coverage
            rootcause.fault.service {ok}           | 25 | ok
            rootcause.fault.service {message}      | 25 | message
            service(){rootcause.fault.entity{last}} | 10 | rootcause.fault.entity
            rootcause.json = #[]                   | 0  | rootcause.json
            group.name = "g"                       | 0  | group.name""")
    void the_error_names_the_symbol_and_its_offset(String expression, int offset, String symbol) {
        var refused = refused(expression);

        assertThat(refused).hasMessageStartingWith("Invalid input symbol '" + symbol + "' at byte " + offset + ":");
        assertThat(refused.offset()).isEqualTo(offset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "!", "not ", "!(", "service(){!(", "service(){"})
    void refuses_deep_nesting_without_a_stack_overflow(String opening) {
        var refused = refused(opening.repeat(200_000));

        assertThat(refused).hasMessageContaining("Invalid input symbol");
    }

    @Test
    void quotes_only_the_beginning_of_a_long_symbol() {
        assertThat(refused("x".repeat(10_000)).getMessage()).hasSizeLessThan(150);
    }

    private static InvalidFilter refused(String expression) {
        return catchThrowableOfType(InvalidFilter.class, () -> Filter.parse(expression));
    }

    @Test
    void the_number_of_terms_of_an_expression_is_bounded() throws InvalidFilter {
        var largest = "fault OR ".repeat(Parser.MAX_TERMS - 1) + "fault";
        assertThat(Filter.parse(largest).terms()).isEqualTo(Parser.MAX_TERMS);

        assertThatThrownBy(() -> Filter.parse(largest + " service(\"a\")")).isInstanceOf(InvalidFilter.class)
                .hasMessageContaining("an expression may have at most 100 terms");
        assertThatThrownBy(() -> Filter.parse("service(\"a\") {" + largest + "}")).isInstanceOf(InvalidFilter.class);
    }

    @Test
    void the_length_of_an_expression_is_bounded() throws InvalidFilter {
        var largest = "fault" + " ".repeat(Parser.MAX_LENGTH - 5);
        assertThat(Filter.parse(largest).terms()).isEqualTo(1);

        assertThatThrownBy(() -> Filter.parse(largest + " ")).isInstanceOf(InvalidFilter.class)
                .hasMessageContaining("an expression may have at most 16384 characters, but has 16385");
    }
}
