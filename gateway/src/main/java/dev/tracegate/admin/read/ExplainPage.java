package dev.tracegate.admin.read;

import dev.tracegate.admin.http.AdminRequest;
import dev.tracegate.admin.http.AdminResponse;
import dev.tracegate.admin.http.Problem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/explain?source=IP[:PORT]}: whose a sender is and why, as lines of text. The port says something only at the host's own
 * addresses, and only where tasks in host mode are told apart; it may always stand there.
 */
public record ExplainPage(Function<InetSocketAddress, List<String>> explain) {
    private static final String SOURCE = "source";
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})(?::(\\d{1,5}))?");
    private static final Pattern IPV6 = Pattern.compile("\\[([0-9a-fA-F:.]+)](?::(\\d{1,5}))?");
    private static final Pattern BARE_IPV6 = Pattern.compile("([0-9a-fA-F:.]*:[0-9a-fA-F:.]*)");

    public AdminResponse page(AdminRequest question) {
        return question.misnamed(Set.of(SOURCE))
                .map(Problem::json)
                .orElseGet(() -> address(question.query().getOrDefault(SOURCE, ""))
                        .map(source -> AdminResponse.text(200, String.join("\n", explain.apply(source))))
                        .orElseGet(() -> Problem.bad(
                                "source must be an address, such as ?source=10.0.1.7 or ?source=[fd00::7]:40000")
                                .json()));
    }

    /** Never asks a name server. */
    private static Optional<InetSocketAddress> address(String source) {
        return Stream.of(IPV4, IPV6, BARE_IPV6)
                .map(pattern -> pattern.matcher(source))
                .filter(Matcher::matches)
                .findFirst()
                .flatMap(found -> address(found.group(1), found.groupCount() < 2 ? null : found.group(2)));
    }

    private static Optional<InetSocketAddress> address(String literal, @Nullable String port) {
        try {
            return Optional.of(new InetSocketAddress(InetAddress.ofLiteral(literal),
                    port == null ? 0 : Integer.parseInt(port)));
        } catch (IllegalArgumentException noAddress) {
            return Optional.empty();
        }
    }
}
