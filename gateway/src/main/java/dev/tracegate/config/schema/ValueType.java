package dev.tracegate.config.schema;

import dev.tracegate.sampling.head.KeepRate;
import dev.tracegate.text.HostPort;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The type of a setting's values.
 *
 * @param type the Java type
 * @param description the allowed values as the documentation prints them: {@code 1 to 50}
 * @param schema the JSON Schema of one value
 * @param parser parses the text of a file, a variable or a flag
 */
public record ValueType<T>(Class<T> type, String description, Map<String, Object> schema,
        Function<String, Parsed<T>> parser) {

    /** As YAML and JSON write a number, without a sign; not what Java alone reads, such as {@code 0x1p-3} or {@code 1d}. */
    private static final String DECIMAL = "\\d{1,20}(\\.\\d{0,30})?([eE][+-]?\\d{1,3})?";

    public Parsed<T> read(String text) {
        return parser.apply(text);
    }

    static ValueType<String> text() {
        return new ValueType<>(String.class, "text", Map.of("type", List.of("string", "null")), Parsed.Good::new);
    }

    public static ValueType<Boolean> bool() {
        return new ValueType<>(Boolean.class, "`true` or `false`", Map.of("type", "boolean"), text -> switch (text) {
            case "true" -> new Parsed.Good<>(true);
            case "false" -> new Parsed.Good<>(false);
            default -> bad("true or false", text);
        });
    }

    public static ValueType<Integer> integer(int least, int most) {
        var schema = new LinkedHashMap<String, Object>(Map.of("type", "integer"));
        schema.put("minimum", least);
        schema.put("maximum", most);
        var description = "%d to %d".formatted(least, most);
        return new ValueType<>(Integer.class, description, schema, text -> {
            long value = wholeNumber(text);
            return value >= least && value <= most ? new Parsed.Good<>((int) value) : bad(description, text);
        });
    }

    /** The number; {@link Long#MIN_VALUE}, which no setting allows, if the text is not a number of at most 18 digits. */
    private static long wholeNumber(String text) {
        return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : Long.MIN_VALUE;
    }

    /** A share of traces: 0, or {@link KeepRate#LEAST} to 1. */
    public static ValueType<Double> rate() {
        var schema = new LinkedHashMap<String, Object>(Map.of("type", "number"));
        schema.put("minimum", 0);
        schema.put("maximum", 1);
        var words = "0, or 0.000001 to 1";
        return new ValueType<>(Double.class, words, schema, text -> {
            double value = text.matches(DECIMAL) ? Double.parseDouble(text) : Double.NaN;
            return KeepRate.isRate(value) ? new Parsed.Good<>(value) : bad(words, text);
        });
    }

    static ValueType<Duration> duration(String least, String most) {
        var description = "a time of %s to %s".formatted(least, most);
        var lower = DurationText.parse(least).orElseThrow();
        var upper = DurationText.parse(most).orElseThrow();
        return new ValueType<>(Duration.class, description, Map.of("type", "string", "pattern", DurationText.PATTERN),
                text -> DurationText.parse(text)
                        .filter(value -> value.compareTo(lower) >= 0 && value.compareTo(upper) <= 0)
                        .<Parsed<Duration>>map(Parsed.Good::new)
                        .orElseGet(() -> bad(description + ", such as 500ms, 1s or 1h30m", text)));
    }

    public static ValueType<Long> size(String least, String most) {
        var description = "a size of %s to %s".formatted(least, most);
        long lower = SizeText.parse(least).orElseThrow();
        long upper = SizeText.parse(most).orElseThrow();
        return new ValueType<>(Long.class, description, Map.of("type", "string", "pattern", SizeText.PATTERN),
                text -> SizeText.parse(text)
                        .filter(value -> value >= lower && value <= upper)
                        .<Parsed<Long>>map(Parsed.Good::new)
                        .orElseGet(() -> bad(description + ", such as 64KiB or 16MB", text)));
    }

    /** A size, or {@code 0B} to disable what the setting sizes. */
    static ValueType<Long> sizeOrNone(String least, String most) {
        var size = size(least, most);
        var description = "0B or " + size.description();
        return new ValueType<>(Long.class, description, size.schema(),
                text -> SizeText.parse(text)
                        .filter(bytes -> bytes == 0)
                        .<Parsed<Long>>map(Parsed.Good::new)
                        .orElseGet(() -> size.read(text) instanceof Parsed.Good<Long> good
                                ? good
                                : bad(description + ", such as 64KiB or 16MB", text)));
    }

    static <E extends Enum<E>> ValueType<E> enumOf(Class<E> type) {
        var choices = Arrays.stream(type.getEnumConstants()).map(ValueType::lower).toList();
        return oneOf(type, choices, text -> type.getEnumConstants()[choices.indexOf(text)]);
    }

    static ValueType<String> oneOf(String... choices) {
        return oneOf(String.class, List.of(choices), text -> text);
    }

    private static <T> ValueType<T> oneOf(Class<T> type, List<String> choices, Function<String, T> value) {
        var description = choices.stream().map(choice -> "`" + choice + "`").collect(Collectors.joining(", "));
        var plain = String.join(", ", choices.subList(0, choices.size() - 1)) + " or " + choices.getLast();
        return new ValueType<>(type, description, Map.of("enum", choices),
                text -> choices.contains(text) ? new Parsed.Good<>(value.apply(text)) : bad(plain, text));
    }

    static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static ValueType<HostPort> address() {
        return new ValueType<>(HostPort.class, "`host:port`",
                Map.of("type", "string", "pattern", ":\\d{1,5}$"),
                text -> HostPort.parse(text)
                        .<Parsed<HostPort>>map(Parsed.Good::new)
                        .orElseGet(() -> bad("host:port, such as 127.0.0.1:2000 or [::1]:2000", text)));
    }

    /** A problem does not repeat the text, because a URL may contain a password. */
    static ValueType<URI> url() {
        return new ValueType<>(URI.class, "a URL", Map.of("type", List.of("string", "null")), text -> {
            try {
                var url = new URI(text);
                return text.isEmpty() || isHttp(url) ? new Parsed.Good<>(url) : noUrl();
            } catch (URISyntaxException malformed) {
                return noUrl();
            }
        });
    }

    private static boolean isHttp(URI url) {
        return url.getHost() != null && List.of("http", "https").contains(url.getScheme());
    }

    private static Parsed<URI> noUrl() {
        return new Parsed.Bad<>("must be a URL that begins with http:// or https://");
    }

    static ValueType<Path> path() {
        return new ValueType<>(Path.class, "a path", Map.of("type", List.of("string", "null")), text -> {
            try {
                return new Parsed.Good<>(Path.of(text));
            } catch (InvalidPathException invalid) {
                return bad("a path", text);
            }
        });
    }

    public static <T> Parsed<T> bad(String expected, String was) {
        return new Parsed.Bad<>("must be %s, was %s".formatted(expected, Quoted.shortened(was)));
    }
}
