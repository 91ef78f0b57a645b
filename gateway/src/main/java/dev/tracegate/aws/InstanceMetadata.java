package dev.tracegate.aws;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The EC2 instance metadata service: version 2, and version 1 where there is no token to be had. Blocks for a second at most. */
final class InstanceMetadata {
    private static final String DEFAULT_ENDPOINT = "http://169.254.169.254";
    private static final String DEFAULT_ENDPOINT_IPV6 = "http://[fd00:ec2::254]";
    private static final String TOKEN_SECONDS = "60";

    private final AwsSettings settings;

    InstanceMetadata(AwsSettings settings) {
        this.settings = settings;
    }

    /** An item such as {@code placement/region}; empty where the service is switched off, away, or does not know it. */
    Optional<String> item(String path) {
        if (settings.flag("AWS_EC2_METADATA_DISABLED")) {
            return Optional.empty();
        }
        try {
            var answer = MetadataHttp.ask("GET", URI.create(base() + "/latest/meta-data/" + path), token()).strip();
            return answer.isEmpty() ? Optional.empty() : Optional.of(answer);
        } catch (IOException | IllegalArgumentException away) {
            return Optional.empty();
        }
    }

    private Map<String, String> token() throws IOException {
        try {
            var token = MetadataHttp.ask("PUT", URI.create(base() + "/latest/api/token"),
                    Map.of("X-aws-ec2-metadata-token-ttl-seconds", TOKEN_SECONDS));
            return Map.of("X-aws-ec2-metadata-token", token.strip());
        } catch (java.net.SocketTimeoutException | java.net.ConnectException away) {
            throw away; // asking again without a token would only take longer
        } catch (IOException versionOneOnly) {
            return Map.of();
        }
    }

    private String base() {
        var endpoint = settings.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT");
        if (endpoint != null) {
            return endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
        }
        return "ipv6".equalsIgnoreCase(settings.variable("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"))
                ? DEFAULT_ENDPOINT_IPV6
                : DEFAULT_ENDPOINT;
    }
}
