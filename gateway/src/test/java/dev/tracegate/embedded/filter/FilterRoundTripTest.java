package dev.tracegate.embedded.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.embedded.filter.Scope.Level;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterRoundTripTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void every_filter_equals_the_one_parsed_from_its_text(long seed) throws InvalidFilter {
        var filters = new Filters(new Random(seed));

        for (int i = 0; i < 2_000; i++) {
            var filter = filters.filter(5, Level.TRACE);

            assertThat(Filter.parse(filter.text())).isEqualTo(filter);
        }
    }

    /** Generates filters that the parser can build: valid operators, and keywords only at their levels. */
    private record Filters(Random random) {
        private static final String[] TEXTS = {"", "a", "true", "é\"\\\n", "AND", "😀 b", "\u0000}"};
        private static final String[] KEYS = {"k", "my.key", "Key_1", "sp ace", "a-b", "é", "\""};

        Filter filter(int depth, Level level) {
            return switch (random.nextInt(depth == 0 ? 2 : 8)) {
                case 0 -> new Filter.Present(field(level));
                case 1 -> comparison(level);
                case 2 -> new Filter.And(parts(depth, level));
                case 3 -> new Filter.Or(parts(depth, level));
                case 4 -> new Filter.Not(filter(depth - 1, level));
                case 5 -> level == Level.TRACE
                        ? new Filter.ServiceFilter(selector(), inner(depth, Level.SERVICE))
                        : comparison(level);
                case 6 -> level == Level.TRACE ? cause(depth) : comparison(level);
                default -> level == Level.TRACE
                        ? new Filter.EdgeFilter(named(), named(), inner(depth, Level.EDGE))
                        : comparison(level);
            };
        }

        private Filter cause(int depth) {
            var parts = new CauseScope(any(CauseScope.Effect.values()), any(CauseScope.Element.values()));
            return new Filter.RootCauseFilter(parts, filter(depth - 1, parts.level()));
        }

        private List<Filter> parts(int depth, Level level) {
            return IntStream.range(0, 2 + random.nextInt(3)).mapToObj(i -> filter(depth - 1, level)).toList();
        }

        private @Nullable Filter inner(int depth, Level level) {
            return random.nextBoolean() ? null : filter(depth - 1, level);
        }

        private Filter comparison(Level level) {
            return Stream.generate(() -> new Filter.Comparison(field(level), any(Operator.values()), value()))
                    .filter(it -> it.field().accepts(it.operator(), it.value()))
                    // the parser reads a quoted "true" as a boolean for these keywords
                    .filter(it -> !(it.field() instanceof Keyword keyword && keyword.type() == FieldType.BOOLEAN
                            && it.value() instanceof Value.Text))
                    .findFirst()
                    .orElseThrow();
        }

        private Field field(Level level) {
            if (Level.SEGMENTS.contains(level) && random.nextInt(4) == 0) {
                return new Annotation(any(KEYS));
            }
            return Stream.generate(() -> any(Keyword.values()))
                    .filter(keyword -> keyword.isValidAt(level))
                    .findFirst()
                    .orElseThrow();
        }

        private Value value() {
            return switch (random.nextInt(3)) {
                case 0 -> new Value.Text(any(TEXTS));
                case 1 -> new Value.Num(random.nextGaussian() * Math.pow(10, random.nextInt(-30, 30)));
                default -> new Value.Bool(random.nextBoolean());
            };
        }

        private Selector selector() {
            return random.nextInt(3) == 0 ? Selector.ANY : named();
        }

        private Selector named() {
            var selector = Stream.generate(() -> new Selector(maybe(), maybe(), maybe()));
            return selector.filter(it -> !it.equals(Selector.ANY)).findFirst().orElseThrow();
        }

        private @Nullable String maybe() {
            Supplier<String> text = () -> any(TEXTS);
            return random.nextBoolean() ? text.get() : null;
        }

        private <T> T any(T[] of) {
            return of[random.nextInt(of.length)];
        }
    }
}
