package dev.tracegate.aws.xray;

import dev.tracegate.aws.credentials.Credentials;
import dev.tracegate.aws.http.NoCredentialsException;
import dev.tracegate.aws.http.Transport;
import dev.tracegate.aws.signing.RequestSigner;
import dev.tracegate.aws.signing.SigningClock;
import dev.tracegate.http.HttpCaller;
import dev.tracegate.http.HttpReply;
import dev.tracegate.http.ReplyBound;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Signed calls to X-Ray. No call is made without credentials. Answers that report expired credentials or a wrong clock are handled here,
 * for every kind of call. Any event loop.
 */
public final class XRayCalls {
    private final URI base;
    private final Transport transport;
    private final Credentials credentials;
    private final RequestSigner signer;
    private final SigningClock clock;
    private final LongSupplier nanoClock;
    private final Duration credentialsWait;

    /** Waits for credentials up to the limit of each call. */
    public XRayCalls(URI base, Transport transport, Credentials credentials, RequestSigner signer, SigningClock clock,
            LongSupplier nanoClock) {
        this(base, transport, credentials, signer, clock, nanoClock, ChronoUnit.FOREVER.getDuration());
    }

    /**
     * Limits the wait for credentials.
     *
     * @param credentialsWait longest wait for credentials that are being fetched, also limited by the call's limit; zero fails the call at
     *     once
     */
    public XRayCalls(URI base, Transport transport, Credentials credentials, RequestSigner signer, SigningClock clock,
            LongSupplier nanoClock, Duration credentialsWait) {
        this.base = base;
        this.transport = transport;
        this.credentials = credentials;
        this.signer = signer;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.credentialsWait = credentialsWait;
    }

    /**
     * Makes one signed call. Must be called on an event loop, where the future completes too.
     *
     * @param body called when there are credentials
     * @param added headers to sign and send beside the standard ones
     * @param limit for the whole call, including the wait for credentials
     * @param bound of the reply
     * @param read converts the reply; it must not keep the reply
     */
    public <T> Future<T> post(HttpCaller caller, String path, MultiMap added, Supplier<Buffer> body, Duration limit,
            ReplyBound bound, Function<HttpReply, T> read) {
        long start = nanoClock.getAsLong();
        var wait = limit.compareTo(credentialsWait) < 0 ? limit : credentialsWait;
        return identity(caller, wait).compose(identity -> {
            var left = limit.minusNanos(nanoClock.getAsLong() - start);
            var content = body.get();
            var headers = signer.headers(path, added, content, identity);
            var options = transport.to(base, HttpMethod.POST, signer.path(path), headers);
            return caller.call(options, content, left, bound, reply -> {
                onResponse(reply, identity);
                return read.apply(reply);
            });
        });
    }

    /** The header that the X-Ray daemon adds to its calls: the time of the call, by the clock that signs it. */
    public MultiMap timestamp() {
        var now = clock.instant();
        var nanos = Integer.toString(1_000_000_000 + now.getNano()).substring(1);
        return HttpHeaders.headers().set("X-Amzn-Xray-Timestamp", now.getEpochSecond() + "." + nanos);
    }

    private Future<AwsCredentialsIdentity> identity(HttpCaller caller, Duration limit) {
        var identity = credentials.current();
        if (identity.isComplete()) {
            return identity;
        }
        return limit.isZero()
                ? Future.failedFuture(NoCredentialsException.inProgress())
                : caller.within(limit, identity,
                        () -> new NoCredentialsException("no credentials within " + limit.toMillis() + " ms"));
    }

    private void onResponse(HttpReply reply, AwsCredentialsIdentity identity) {
        clock.compareWith(reply.headers().get("Date"));
        if (reply.status() < 400) {
            return;
        }
        switch (ErrorClassifier.read(reply, clock).cause()) {
            case EXPIRED_CREDENTIALS -> credentials.invalidate(identity);
            case CLOCK_SKEW -> clock.correctBy(reply.headers().get("Date"));
            default -> {
            }
        }
    }
}
