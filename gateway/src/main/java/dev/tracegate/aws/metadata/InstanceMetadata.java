package dev.tracegate.aws.metadata;

import dev.tracegate.aws.settings.AwsEnvironment;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The EC2 instance metadata service: version 2 if it issues a token, else version 1. Every call blocks, for up to 1.5 s. */
public final class InstanceMetadata {
    private static final String IPV4 = "http://169.254.169.254";
    private static final String IPV6 = "http://[fd00:ec2::254]";
    // seconds; a token is used for one call only
    private static final Map<String, String> TOKEN_LIFE = Map.of("X-aws-ec2-metadata-token-ttl-seconds", "60");

    private final String base;

    private InstanceMetadata(String base) {
        this.base = base;
    }

    /** @return null if AWS_EC2_METADATA_DISABLED is true */
    public static @Nullable InstanceMetadata in(AwsEnvironment env) {
        return env.isTrue("AWS_EC2_METADATA_DISABLED") ? null : new InstanceMetadata(endpoint(env));
    }

    public static String endpoint(AwsEnvironment env) {
        var configured = env.get("AWS_EC2_METADATA_SERVICE_ENDPOINT");
        if (configured != null) {
            return configured.endsWith("/") ? configured.substring(0, configured.length() - 1) : configured;
        }
        return "ipv6".equalsIgnoreCase(env.get("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE")) ? IPV6 : IPV4;
    }

    public String region() throws IOException {
        return read("placement/region");
    }

    String hostname() throws IOException {
        return read("hostname");
    }

    String instanceId() throws IOException {
        return read("instance-id");
    }

    private String read(String what) throws IOException {
        return read(what, token());
    }

    /**
     * Reads without a token, as a request forged by an attacker would. Fails if the service requires version 2, which is the safe setting.
     */
    String readWithoutToken(String what) throws IOException {
        return read(what, Map.of());
    }

    private String read(String what, Map<String, String> token) throws IOException {
        try {
            return MetadataHttp.get(URI.create(base + "/latest/meta-data/" + what), token);
        } catch (IllegalArgumentException e) {
            throw new IOException("AWS_EC2_METADATA_SERVICE_ENDPOINT is not a URL: " + base, e);
        }
    }

    private Map<String, String> token() {
        try {
            var token = MetadataHttp.put(URI.create(base + "/latest/api/token"), TOKEN_LIFE);
            return Map.of("X-aws-ec2-metadata-token", token);
        } catch (IOException noVersion2) {
            return Map.of();
        }
    }
}
