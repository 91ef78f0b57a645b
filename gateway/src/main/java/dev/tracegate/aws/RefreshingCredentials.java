package dev.tracegate.aws;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Keeps the last credentials a source gave and asks for new ones ahead of their end: when somebody needs them, never more than one fetch at
 * a time, and after a failure not before a growing pause has passed. There is no timer; uploads and health probes are what moves it.
 */
final class RefreshingCredentials implements Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshingCredentials.class);
    // as the SDKs: five minutes before the end, when every source has the next ones ready
    private static final Duration AHEAD = Duration.ofMinutes(5);
    // keys without an end: files and variables are looked at again, for they change under a running process
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(5);
    // a source that still gives the old ones is asked at this pace, and what it gives is used that long even past its end:
    // instance metadata does so, on purpose, while its own supply is disturbed
    private static final Duration STALE = Duration.ofMinutes(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final WorkerExecutor worker;
    private final CredentialSource source;
    private final InstantSource clock;
    private final RandomGenerator random;

    private volatile @Nullable Held held;

    // guarded by this
    private @Nullable Future<AwsCredentialsIdentity> fetching;
    private @Nullable AwsCredentialsIdentity rejected;
    private String lastError = "credentials have not been fetched yet";
    private Instant notBefore = Instant.MIN;
    private int failures;

    /** What is given out, until when, and from when on the next ones are looked for. */
    private record Held(IssuedCredentials credentials, Instant refreshAt, Instant usableUntil) {}

    RefreshingCredentials(Vertx vertx, WorkerExecutor worker, CredentialSource source, InstantSource clock,
            RandomGenerator random) {
        this.vertx = vertx;
        this.worker = worker;
        this.source = source;
        this.clock = clock;
        this.random = random;
    }

    @Override
    public Future<AwsCredentialsIdentity> current() {
        var now = clock.instant();
        var have = held;
        if (have == null || !now.isBefore(have.usableUntil)) {
            return onCallersLoop(fetch(now));
        }
        if (!now.isBefore(have.refreshAt)) {
            fetch(now);
        }
        return Future.succeededFuture(have.credentials.identity());
    }

    @Override
    public synchronized void invalidate(AwsCredentialsIdentity refused) {
        var have = held;
        if (have != null && have.credentials.identity().equals(refused)) {
            LOG.warn("credentials have expired early, fetching others: source={}", have.credentials);
            rejected = refused;
            lastError = "the credentials expired early and no others have been fetched yet";
            held = null;
        }
    }

    @Override
    public CredentialState state() {
        var now = clock.instant();
        var have = held;
        if (have == null || !now.isBefore(have.refreshAt)) {
            fetch(now);
        }
        if (have == null || !now.isBefore(have.usableUntil)) {
            return new CredentialState.Missing(lastError());
        }
        var credentials = have.credentials;
        return new CredentialState.Present(credentials.expiry(), credentials.source(), credentials.maskedKeyId());
    }

    private synchronized String lastError() {
        return lastError;
    }

    private synchronized Future<AwsCredentialsIdentity> fetch(Instant now) {
        if (fetching != null) {
            return fetching;
        }
        if (now.isBefore(notBefore)) {
            return Future.failedFuture(new NoCredentialsException(lastError));
        }
        Promise<AwsCredentialsIdentity> promise = Promise.promise();
        fetching = promise.future();
        worker.executeBlocking(source::fetch, false)
                .onComplete(issued -> accept(issued, promise), error -> refuse(error, promise));
        return promise.future();
    }

    private void accept(IssuedCredentials issued, Promise<AwsCredentialsIdentity> promise) {
        synchronized (this) {
            if (issued.identity().equals(rejected)) {
                rejected = null;
                pause("the " + issued.source() + " still gives the credentials that X-Ray calls expired");
            } else {
                keep(issued);
            }
            fetching = null;
        }
        complete(promise);
    }

    private void refuse(Throwable error, Promise<AwsCredentialsIdentity> promise) {
        synchronized (this) {
            pause(text(error));
            fetching = null;
        }
        complete(promise);
    }

    private void complete(Promise<AwsCredentialsIdentity> promise) {
        var have = held;
        if (have == null || !clock.instant().isBefore(have.usableUntil)) {
            promise.fail(new NoCredentialsException(lastError()));
        } else {
            promise.complete(have.credentials.identity());
        }
    }

    /** Under the lock. */
    private void keep(IssuedCredentials issued) {
        var now = clock.instant();
        var before = held;
        if (before == null || failures > 0) {
            LOG.info("using credentials: source={} expiry={}", issued,
                    issued.expiry() == null ? "none" : issued.expiry());
        }
        held = held(issued, now);
        rejected = null;
        failures = 0;
        notBefore = Instant.MIN;
    }

    private static Held held(IssuedCredentials issued, Instant now) {
        var expiry = issued.expiry();
        if (expiry == null) {
            return new Held(issued, now.plus(LOOK_AGAIN), Instant.MAX);
        }
        var half = Duration.between(now, expiry).dividedBy(2);
        var ahead = half.compareTo(AHEAD) < 0 ? half : AHEAD;
        return new Held(issued, later(expiry.minus(ahead), now.plus(STALE)), later(expiry, now.plus(STALE)));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** Under the lock. Jitter keeps a fleet that lost STS together from coming back together. */
    private void pause(String error) {
        var full = FIRST_PAUSE.multipliedBy(1L << Math.min(failures, 6));
        var capped = full.compareTo(LONGEST_PAUSE) < 0 ? full : LONGEST_PAUSE;
        var pause = capped.dividedBy(2).plusMillis(random.nextLong(capped.toMillis() / 2 + 1));
        if (failures++ == 0 || !error.equals(lastError)) {
            LOG.warn("no credentials: error=\"{}\"", error);
        }
        lastError = error;
        notBefore = clock.instant().plus(pause);
    }

    private <T> Future<T> onCallersLoop(Future<T> future) {
        if (future.isComplete()) {
            return future;
        }
        var context = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        future.onComplete((result, error) -> context.runOnContext(turn -> promise.complete(result, error)));
        return promise.future();
    }

    private static String text(Throwable error) {
        var message = error.getMessage();
        return message == null || message.isBlank() ? error.toString() : message;
    }
}
