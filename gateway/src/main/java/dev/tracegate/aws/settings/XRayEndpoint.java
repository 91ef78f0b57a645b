package dev.tracegate.aws.settings;

import java.net.URI;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.xray.endpoints.XRayEndpointProvider;

/**
 * X-Ray's base URL, the same for uploads, telemetry and the sampling relay.
 *
 * <p>An explicit setting takes precedence over AWS_ENDPOINT_URL_XRAY, as flags do over variables everywhere. (In the daemon the variable
 * wins for uploads and the file for the TCP proxy, so that one process uses two endpoints.) Without either, the SDK's endpoint rules
 * decide, including FIPS, dual-stack and every partition.
 */
public final class XRayEndpoint {
    private XRayEndpoint() {}

    public static URI resolve(@Nullable URI configured, AwsEnvironment env, String region) {
        if (configured != null) {
            return checked("endpoint", configured.toString());
        }
        var variable = override(env, "XRAY");
        return variable == null ? ofRegion(region, env) : variable;
    }

    /** The endpoint of a service from AWS_ENDPOINT_URL_(service), else AWS_ENDPOINT_URL; null if neither is set or both are ignored. */
    public static @Nullable URI override(AwsEnvironment env, String service) {
        if (env.isTrue("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")) {
            return null;
        }
        for (var name : new String[]{"AWS_ENDPOINT_URL_" + service, "AWS_ENDPOINT_URL"}) {
            var url = env.get(name);
            if (url != null) {
                return checked(name, url);
            }
        }
        return null;
    }

    /** The partition of a Region, as in its ARNs after {@code arn:}. */
    public static String partition(String region) {
        return PartitionMetadata.of(Region.of(region)).id();
    }

    private static URI ofRegion(String region, AwsEnvironment env) {
        try {
            return XRayEndpointProvider.defaultProvider()
                    .resolveEndpoint(params -> params.region(Region.of(region))
                            .useFips(env.isTrue("AWS_USE_FIPS_ENDPOINT"))
                            .useDualStack(env.isTrue("AWS_USE_DUALSTACK_ENDPOINT")))
                    .join()
                    .endpointUrl()
                    .toUri();
        } catch (SdkClientException | CompletionException e) {
            throw new AwsSetupException("no X-Ray endpoint for Region " + region + ": " + e.getMessage(), e);
        }
    }

    private static URI checked(String name, String text) {
        try {
            var uri = URI.create(text);
            var scheme = uri.getScheme();
            if (uri.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
                return uri;
            }
        } catch (IllegalArgumentException notAUri) {
            // reported below
        }
        throw new AwsSetupException(
                name + " '" + text + "' is not a URL; write it as https://host or http://host:port");
    }
}
