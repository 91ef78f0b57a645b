package dev.tracegate.admin.read;

import dev.tracegate.admin.http.AdminRequest;
import dev.tracegate.admin.http.AdminResponse;
import dev.tracegate.admin.http.OperationHandler;
import dev.tracegate.admin.http.Problem;
import io.vertx.core.Future;
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
 * {@code GET /v1/explain?source=IP[:PORT]}: the tenant of a sender and the evidence, as lines of text. A port is always accepted. It matters only
 * at the host's own addresses, and only where tasks in host network mode are identified by their ports.
 *
 * @param explain gives the lines for an address; port 0 means none; called on the admin server's event loop, must not block
 */
public record ExplainSourceHandler(Function<InetSocketAddress, List<String>> explain) implements OperationHandler {
    private static final String SOURCE = "source";
    private static final Pattern IPV4 = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3})(?::(\\d{1,5}))?");
    private static final Pattern IPV6 = Pattern.compile("\\[([0-9a-fA-F:.]+)](?::(\\d{1,5}))?");
    private static final Pattern BARE_IPV6 = Pattern.compile("([0-9a-fA-F:.]*:[0-9a-fA-F:.]*)");

    @Override
    public Future<AdminResponse> handle(AdminRequest request) {
        return Future.succeededFuture(request.unknownQueryName(Set.of(SOURCE))
                .<AdminResponse>map(problem -> problem)
                .orElseGet(() -> explained(request.query().getOrDefault(SOURCE, ""))));
    }

    private AdminResponse explained(String source) {
        return address(source).<AdminResponse>map(address -> AdminResponse.text(200, lines(address)))
                .orElseGet(() -> Problem.badRequest(
                        "source must be an address, such as ?source=10.0.1.7 or ?source=[fd00::7]:40000"));
    }

    private String lines(InetSocketAddress address) {
        return String.join("\n", explain.apply(address));
    }

    /** Accepts address literals only, so that no name look-up is made. */
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
