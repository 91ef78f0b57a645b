package dev.tracegate.aws.tenants;

import dev.tracegate.aws.credentials.Credentials;
import dev.tracegate.aws.http.Transport;
import dev.tracegate.aws.relay.RelayMeter;
import dev.tracegate.aws.relay.SamplingFallbackCache;
import dev.tracegate.aws.relay.SamplingRelay;
import dev.tracegate.aws.relay.SharedFallbackStore;
import dev.tracegate.aws.settings.AwsEnvironment;
import dev.tracegate.aws.settings.AwsSettings;
import dev.tracegate.aws.settings.AwsSetupException;
import dev.tracegate.aws.settings.Clocks;
import dev.tracegate.aws.settings.UserAgent;
import dev.tracegate.aws.settings.XRayEndpoint;
import dev.tracegate.aws.signing.RequestSigner;
import dev.tracegate.aws.signing.SigningClock;
import dev.tracegate.aws.xray.ConnectionErrors;
import dev.tracegate.aws.xray.XRayCalls;
import dev.tracegate.aws.xray.XRaySink;
import dev.tracegate.tenant.Partition;
import dev.tracegate.tenant.TenantId;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;

/**
 * Creates the clients of tenants over shared connections, clocks and caches.
 *
 * @param relayLimit for a sampling call
 * @param answers X-Ray's last good sampling answers of all tenants
 */
public record TenantClientFactory(AwsSettings settings, AwsEnvironment env, Transport transport, SigningClock clock,
        Clocks given,
        ConnectionErrors errors, RelayMeter meter, Duration relayLimit, SharedFallbackStore answers) {
    /** How long a batch waits for credentials. A waiting batch would occupy a call: it returns to its tenant's queue, and the fetch continues. */
    private static final Duration WAIT_OF_BATCH = Duration.ZERO;
    /** How long a sampling call waits for credentials. */
    private static final Duration WAIT_OF_SAMPLING = Duration.ofSeconds(1);

    TenantClient make(String region, Credentials credentials) {
        var endpoint = endpoint(region);
        var signer = new RequestSigner(endpoint, region, clock, UserAgent.of(settings.version(), env));
        return new TenantClient(
                new XRaySink(calls(endpoint, credentials, signer, WAIT_OF_BATCH), transport.uploads(), errors,
                        given.clock(), settings.requestTimeout()),
                new SamplingRelay(calls(endpoint, credentials, signer, WAIT_OF_SAMPLING), transport.calls(),
                        new SamplingFallbackCache(region, answers.open()), meter, relayLimit),
                credentials);
    }

    private XRayCalls calls(URI endpoint, Credentials credentials, RequestSigner signer, Duration credentialsWait) {
        return new XRayCalls(endpoint, transport, credentials, signer, clock, given.nanoClock(), credentialsWait);
    }

    private URI endpoint(String region) {
        return XRayEndpoint.resolve(settings.endpoint(), env, region);
    }

    /** @throws AwsSetupException if the configured endpoint is in another Region: X-Ray would reject every signature */
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
