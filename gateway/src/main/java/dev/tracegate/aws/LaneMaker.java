package dev.tracegate.aws;

import dev.tracegate.tenant.Partition;
import dev.tracegate.tenant.TenantId;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Makes lanes over what they share.
 *
 * @param relayLimit for a sampling call
 */
record LaneMaker(AwsSettings settings, Environment env, Transport transport, SigningClock clock, TimeAndChance given,
        ConnectionErrors errors, RelayMeter meter, Duration relayLimit) {
    /**
     * A batch that waits for its tenant's credentials keeps a call from the others, so it goes back into its queue when STS is slow; the
     * fetch goes on.
     */
    private static final Duration CREDENTIALS_WAIT = Duration.ofSeconds(1);

    Lane make(String region, Credentials credentials) {
        var endpoint = endpoint(region);
        var signer = new RequestSigner(endpoint, region, clock, UserAgent.of(settings.version(), env));
        var calls = new XRayCalls(endpoint, transport, credentials, signer, clock, given.nanoClock(),
                CREDENTIALS_WAIT);
        return new Lane(
                new XRaySink(calls, transport.uploads(), errors, given.clock(), settings.requestTimeout()),
                new SamplingRelay(calls, transport.calls(), new SamplingMemory(region), meter, relayLimit),
                credentials);
    }

    private URI endpoint(String region) {
        return XRayEndpoint.resolve(settings.endpoint(), env, region);
    }

    /** @throws AwsSetupException where the one endpoint that is told is another Region's, whose X-Ray would refuse every signature */
    void check(TenantId tenant, String region) {
        var host = endpoint(region).getHost();
        Stream.of(host.split("\\.", -1))
                .filter(label -> Partition.isRegion(label) && !label.equals(region))
                .findFirst()
                .ifPresent(other -> {
                    throw new AwsSetupException(("tenant %s: its Region is %s, and the endpoint %s is that of %s;"
                            + " leave the endpoint open, or give the tenant a gateway of its own")
                            .formatted(tenant, region, host, other));
                });
    }
}
