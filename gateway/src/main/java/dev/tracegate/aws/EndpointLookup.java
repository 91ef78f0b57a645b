package dev.tracegate.aws;

import java.net.URI;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.xray.endpoints.XRayEndpointProvider;

/**
 * X-Ray's base URL, the same for uploads and relayed calls: what flag or file say, AWS_ENDPOINT_URL_XRAY, AWS_ENDPOINT_URL, else the SDK's
 * rules for the Region with FIPS and dual-stack as the environment asks. (The daemon lets the variable win over the file for uploads and the
 * file over the variable for relayed calls.)
 */
final class EndpointLookup {
    private final AwsSettings settings;

    EndpointLookup(AwsSettings settings) {
        this.settings = settings;
    }

    /** @throws IllegalArgumentException with a message for the operator where there is no usable one */
    URI find(String region) {
        var told = settings.endpoint();
        if (told != null) {
            return usable(told.toString(), "aws.endpoint");
        }
        for (var name : new String[]{"AWS_ENDPOINT_URL_XRAY", "AWS_ENDPOINT_URL"}) {
            var value = settings.variable(name);
            if (value != null) {
                return usable(value, name);
            }
        }
        return ofRegion(region);
    }

    private URI ofRegion(String region) {
        try {
            return XRayEndpointProvider.defaultProvider()
                    .resolveEndpoint(parameters -> parameters.region(Region.of(region))
                            .useFips(settings.flag("AWS_USE_FIPS_ENDPOINT"))
                            .useDualStack(settings.flag("AWS_USE_DUALSTACK_ENDPOINT")))
                    .join()
                    .url();
        } catch (java.util.concurrent.CompletionException | SdkException none) {
            throw new IllegalArgumentException(
                    "aws.region: there is no X-Ray endpoint for " + region + ": " + none.getMessage(), none);
        }
    }

    private static URI usable(String text, String name) {
        try {
            var uri = URI.create(text);
            var scheme = String.valueOf(uri.getScheme());
            if (uri.getHost() != null && (scheme.equals("http") || scheme.equals("https"))) {
                return uri;
            }
        } catch (IllegalArgumentException notAUri) {
            // said below
        }
        throw new IllegalArgumentException(
                name + " must be a URL such as https://xray.us-east-1.amazonaws.com, was " + text);
    }
}
