package dev.tracegate.config.daemon;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The value of a scalar by the rules of the X-Ray daemon's YAML library, which differ from those of SnakeYAML. */
final class GoYaml {
    private static final Set<String> YES = Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On",
            "ON");
    private static final Set<String> NO = Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off",
            "OFF");
    // bounded, so that a large exponent does not make a large number
    private static final Pattern FLOAT = Pattern
            .compile("[-+]?(\\.\\d{1,18}|\\d{1,18}(\\.\\d{0,18})?)([eE][-+]?\\d{1,2})?");

    private GoYaml() {}

    /** The integer; a fraction is cut off, as in the daemon. Empty for a quoted number. */
    static Optional<BigInteger> integer(ScalarNode scalar) {
        if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
            return Optional.empty();
        }
        var text = scalar.getValue();
        return GoNumber.parse(text)
                .or(() -> Optional.of(text).filter(GoYaml::isFloat).map(it -> new BigDecimal(it).toBigInteger()))
                .filter(GoNumber::fits);
    }

    static Optional<Boolean> bool(ScalarNode scalar) {
        if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
            return Optional.empty();
        }
        var text = scalar.getValue();
        return YES.contains(text) ? Optional.of(true) : NO.contains(text) ? Optional.of(false) : Optional.empty();
    }

    static String tag(ScalarNode scalar) {
        if (bool(scalar).isPresent()) {
            return "!!bool";
        }
        if (integer(scalar).isPresent()) {
            return isFloat(scalar.getValue()) && GoNumber.parse(scalar.getValue()).isEmpty() ? "!!float" : "!!int";
        }
        return "!!str";
    }

    private static boolean isFloat(String text) {
        return FLOAT.matcher(text).matches();
    }
}
