package dev.tracegate.aws;

import dev.tracegate.dispatch.SegmentSink;
import dev.tracegate.ingest.ApiHandler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The edge towards AWS, put together: Region, endpoint, credentials, and what is called with them. */
public final class AwsEdge {
    private final String region;
    private final URI endpoint;
    private final Optional<URI> proxy;
    private final Credentials credentials;
    private final XRaySink sink;
    private final SamplingRelay relay;
    private final HttpClient client;
    private final HttpClient relayClient;
    private final Vertx vertx;
    private final XRayCalls calls;
    private final ConnectionErrors errors = new ConnectionErrors();
    private final AwsSettings settings;
    private final InstantSource clock;
    private volatile @Nullable TelemetryRecords telemetry;

    /**
     * Finds Region and endpoint, which may ask the metadata services: blocks for a second or so, and is for the main thread.
     *
     * @throws IllegalArgumentException with a message for the operator where there is no Region, endpoint, proxy or certificate to use
     */
    public AwsEdge(Vertx vertx, AwsSettings settings, InstantSource clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        this.region = new RegionLookup(settings).find()
                .orElseThrow(() -> new IllegalArgumentException(RegionLookup.NONE));
        this.endpoint = new EndpointLookup(settings).find(region);
        this.proxy = new ForwardProxy(settings).towards(endpoint);
        var stsEndpoint = settings.variable("AWS_ENDPOINT_URL_STS");
        this.credentials = new Credentials(vertx,
                () -> new CredentialChain(settings, region, stsEndpoint == null ? null : URI.create(stsEndpoint)),
                clock);
        this.client = Transport.client(vertx, settings, endpoint);
        this.relayClient = Transport.client(vertx, settings, endpoint);
        var signer = new Signer(region, clock);
        this.calls = new XRayCalls(client, endpoint, signer, credentials, settings);
        this.sink = new XRaySink(calls, errors, clock, settings.requestTimeout());
        // a pool of its own: uploads that hang must not keep a sampling call from its 1.5 s
        this.relay = new SamplingRelay(new XRayCalls(relayClient, endpoint, signer, credentials, settings), clock,
                SamplingRelay.LIMIT);
    }

    public String region() {
        return region;
    }

    public URI endpoint() {
        return endpoint;
    }

    /** The forward proxy in use, without its user info. */
    public Optional<String> proxy() {
        return proxy.map(uri -> uri.getScheme() + "://" + uri.getHost() + ":" + ProxyAddress.port(uri));
    }

    public SegmentSink sink() {
        return sink;
    }

    /** Answers the SDKs' two sampling calls. */
    public ApiHandler relay() {
        return relay;
    }

    public CredentialsStatus credentials() {
        return credentials.status();
    }

    /** Sampling calls answered by X-Ray, by its last good answer, by the Default rule. */
    public long relayed() {
        return relay.relayed();
    }

    public long answeredFromLastGood() {
        return relay.lastGood();
    }

    public long answeredFromDefaultRule() {
        return relay.defaultRule();
    }

    /** Begins to send telemetry records. */
    public void report(Supplier<TelemetryCounts> counts) {
        var identity = new Whereabouts(settings);
        vertx.executeBlocking(identity::find)
                .onSuccess(who -> telemetry = new TelemetryRecords(vertx, calls, counts, errors, () -> who, clock));
    }

    /** Looks for credentials now, so that readiness and log tell of missing ones before the first segment needs them. */
    public void lookForCredentials() {
        credentials.get();
    }

    /** Sends the last telemetry record and closes what is open. */
    public Future<Void> close() {
        var records = telemetry;
        return (records == null ? Future.<Void>succeededFuture() : records.close()).eventually(credentials::close)
                .eventually(client::close)
                .eventually(relayClient::close);
    }
}
