package dev.tracegate.admin;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** {@code GET /v1/explain?source=IP[:PORT]}: whose a sender is and why, as lines of text. The port says nothing; it may stand there. */
record ExplainPage(Function<InetAddress, List<String>> explain) {
    private static final String SOURCE = "source";
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})(?::\\d{1,5})?");
    private static final Pattern IPV6 = Pattern
            .compile("\\[([0-9a-fA-F:.]+)](?::\\d{1,5})?|([0-9a-fA-F:.]*:[0-9a-fA-F:.]*)");

    Page page(Question question) {
        return question.misnamed(Set.of(SOURCE))
                .map(Problem::json)
                .orElseGet(() -> address(question.query().getOrDefault(SOURCE, ""))
                        .map(address -> Page.text(200, String.join("\n", explain.apply(address))))
                        .orElseGet(() -> Problem.bad(
                                "source must be an address, such as ?source=10.0.1.7 or ?source=[fd00::7]:40000")
                                .json()));
    }

    /** Never asks a name server. */
    private static Optional<InetAddress> address(String source) {
        var ipv4 = IPV4.matcher(source);
        var ipv6 = IPV6.matcher(source);
        try {
            if (ipv4.matches()) {
                return Optional.of(InetAddress.ofLiteral(ipv4.group(1)));
            } else if (ipv6.matches()) {
                return Optional.of(InetAddress.ofLiteral(ipv6.group(1) == null ? ipv6.group(2) : ipv6.group(1)));
            }
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
