package dev.tracegate.aws.http;

import dev.tracegate.aws.settings.AwsEnvironment;
import dev.tracegate.aws.settings.AwsSetupException;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which calls use a forward proxy.
 *
 * <p>The setting takes precedence; otherwise HTTPS_PROXY applies to https endpoints and HTTP_PROXY to http endpoints, in upper or lower
 * case. NO_PROXY exempts hosts from either (the X-Ray daemon ignores it). The metadata and credential endpoints exist on the host's link
 * only and are never proxied. A proxy from the environment is not used for loopback.
 */
public final class ForwardProxy {
    private static final Set<String> LINK_LOCAL = Set.of("169.254.169.254", "169.254.170.2", "169.254.170.23",
            "fd00:ec2::254", "fd00:ec2::23");

    private final @Nullable URI configured;
    private final AwsEnvironment env;
    private final NoProxy exempt;

    ForwardProxy(@Nullable URI configured, AwsEnvironment env) {
        this.configured = configured;
        this.env = env;
        this.exempt = NoProxy.of(env.first("NO_PROXY", "no_proxy"));
        // reports an invalid proxy at start, not at the first call
        if (configured != null) {
            options("proxy", configured.toString());
        }
        fromEnvironment("https");
        fromEnvironment("http");
    }

    /**
     * The proxy for calls to this endpoint.
     *
     * @return null for a direct connection
     */
    @Nullable
    ProxyOptions to(URI target) {
        var host = literal(target.getHost());
        if (LINK_LOCAL.contains(host) || exempt.exempts(host, port(target))) {
            return null;
        }
        if (configured != null) {
            return options("proxy", configured.toString());
        }
        return isLoopback(host) ? null : fromEnvironment(target.getScheme());
    }

    private @Nullable ProxyOptions fromEnvironment(String scheme) {
        var name = scheme.toUpperCase(Locale.ROOT) + "_PROXY";
        var value = env.first(name, name.toLowerCase(Locale.ROOT));
        return value == null ? null : options(name, value);
    }

    private static ProxyOptions options(String name, String text) {
        var uri = parse(name, text.contains("://") ? text : "http://" + text);
        var options = new ProxyOptions().setType(type(name, uri)).setHost(literal(uri.getHost()));
        options.setPort(uri.getPort() >= 0 ? uri.getPort() : options.getType() == ProxyType.HTTP ? 80 : 1080);
        var user = uri.getRawUserInfo();
        if (user != null) {
            var parts = user.split(":", 2);
            options.setUsername(decoded(parts[0])).setPassword(parts.length == 1 ? "" : decoded(parts[1]));
        }
        return options;
    }

    private static URI parse(String name, String text) {
        try {
            var uri = URI.create(text);
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException notAUri) {
            // reported below without this cause, whose text may contain the proxy's password
        }
        throw new AwsSetupException(name + " is not a URL; write it as http://[user:password@]host:port");
    }

    private static ProxyType type(String name, URI uri) {
        return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "http" -> ProxyType.HTTP;
            case "socks5", "socks5h" -> ProxyType.SOCKS5;
            default -> throw new AwsSetupException(
                    name + ": a proxy must be http:// or socks5://, was " + uri.getScheme() + "://");
        };
    }

    private static String decoded(String text) {
        // URLDecoder reads '+' as a space, but in the user part of a URL it is a plus
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    public static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    }

    /** A host as sockets need it: an IPv6 address without brackets. */
    static String literal(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException name) {
            return host.equalsIgnoreCase("localhost");
        }
    }
}
