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
 * Which calls go through a forward proxy, and which one.
 *
 * <p>The setting, else HTTPS_PROXY for https endpoints and HTTP_PROXY for plain ones, in lower case too; NO_PROXY exempts from either (the
 * X-Ray daemon ignores it). The metadata and credential endpoints are never proxied: they exist on the host's own link only. As usual a
 * proxy from the environment is not used for loopback.
 */
public final class ForwardProxy {
    private static final Set<String> LINK_LOCAL = Set.of("169.254.169.254", "169.254.170.2", "169.254.170.23",
            "fd00:ec2::254", "fd00:ec2::23");

    private final @Nullable URI told;
    private final AwsEnvironment env;
    private final NoProxy exempt;

    ForwardProxy(@Nullable URI told, AwsEnvironment env) {
        this.told = told;
        this.env = env;
        this.exempt = NoProxy.of(env.first("NO_PROXY", "no_proxy"));
        // what cannot work is said at start, not at the first call
        if (told != null) {
            options("proxy", told.toString());
        }
        ofEnvironment("https");
        ofEnvironment("http");
    }

    /** @return null for a direct connection */
    @Nullable
    ProxyOptions to(URI target) {
        var host = literal(target.getHost());
        if (LINK_LOCAL.contains(host) || exempt.exempts(host, port(target))) {
            return null;
        }
        if (told != null) {
            return options("proxy", told.toString());
        }
        return isLoopback(host) ? null : ofEnvironment(target.getScheme());
    }

    private @Nullable ProxyOptions ofEnvironment(String scheme) {
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
            // said below; not as the cause, whose text may hold the proxy's password
        }
        throw new AwsSetupException(name + " is not a URL; write it as http://[user:password@]host:port");
    }

    private static ProxyType type(String name, URI uri) {
        return switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
            case "http" -> ProxyType.HTTP;
            case "socks5", "socks5h" -> ProxyType.SOCKS5;
            default -> throw new AwsSetupException(
                    name + ": a proxy is reached over http:// or socks5://, not " + uri.getScheme() + "://");
        };
    }

    private static String decoded(String text) {
        // URLDecoder reads '+' as a space; in a URL's user part it is a plus
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    public static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
    }

    /** A host as sockets take it: an IPv6 address without its brackets. */
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
