package dev.tracegate.aws;

import java.net.URI;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which forward proxy, if any, stands before an address: what flag or file say, else the usual variables; NO_PROXY counts for both. */
final class ForwardProxy {
    private final AwsSettings settings;

    ForwardProxy(AwsSettings settings) {
        this.settings = settings;
    }

    /**
     * The proxy towards {@code target}, with the user info of its URL.
     *
     * @throws IllegalArgumentException with a message for the operator where its URL is unusable
     */
    Optional<URI> towards(URI target) {
        if (exempt(target)) {
            return Optional.empty();
        }
        var told = settings.proxy();
        var text = told != null ? told.toString() : variable(target.getScheme());
        return text == null ? Optional.empty() : Optional.of(parse(text));
    }

    /** HTTPS_PROXY counts for plain HTTP too, as in the daemon. */
    private @Nullable String variable(String scheme) {
        var names = scheme.equals("https")
                ? new String[]{"HTTPS_PROXY", "https_proxy"}
                : new String[]{"HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"};
        return Arrays.stream(names).map(settings::variable).filter(value -> value != null).findFirst().orElse(null);
    }

    private static URI parse(String text) {
        try {
            var uri = URI.create(text.contains("://") ? text : "http://" + text);
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException notAUri) {
            // said below
        }
        throw new IllegalArgumentException("aws.proxy must be a URL such as http://proxy.example:3128");
    }

    private boolean exempt(URI target) {
        var list = settings.variable("NO_PROXY");
        var entries = list == null ? settings.variable("no_proxy") : list;
        return entries != null && Arrays.stream(entries.split(","))
                .map(String::strip)
                .anyMatch(entry -> NoProxyEntry.matches(entry, target));
    }
}
