package dev.tracegate.aws.credentials;

import dev.tracegate.aws.http.NoCredentialsException;
import dev.tracegate.tenant.CredentialState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Keeps the last credentials of a source and fetches new ones before they expire, when a call needs them. There is one fetch at a time, and
 * after a failure the next starts only after a growing pause. There is no timer: uploads and readiness probes trigger the fetches. Any
 * thread.
 */
public final class RefreshingCredentials implements Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshingCredentials.class);
    // for keys that do not expire: files and variables may change while the process runs
    private static final Duration REREAD_INTERVAL = Duration.ofMinutes(5);
    // the interval of fetches while a source still returns the old credentials, and how long those are used even after they expire:
    // instance metadata returns expired credentials on purpose while its own supply is disturbed
    private static final Duration STALE_USE = Duration.ofMinutes(1);

    private final Vertx vertx;
    private final Supplier<Future<IssuedCredentials>> source;
    private final RefreshPlan plan;
    private final InstantSource clock;
    private final RandomGenerator random;

    private volatile @Nullable Held held;

    // guarded by this
    private @Nullable Future<AwsCredentialsIdentity> fetching;
    private @Nullable AwsCredentialsIdentity rejected;
    private String lastError = "credentials have not been fetched yet";
    private Instant notBefore = Instant.MIN;
    private int failures;
    private boolean denied;

    /** The credentials in use, when to fetch the next ones, and until when these may be used. */
    private record Held(IssuedCredentials credentials, Instant refreshAt, Instant usableUntil) {}

    /** The process's own credentials, from a source that blocks and therefore runs on the worker. */
    public RefreshingCredentials(Vertx vertx, WorkerExecutor worker, CredentialSource source, InstantSource clock,
            RandomGenerator random) {
        this(vertx, () -> worker.executeBlocking(source::fetch, false), RefreshPlan.OWN, clock, random);
    }

    /**
     * Credentials of any source.
     *
     * @param source called for one fetch at a time
     * @param random called under the lock of this object only
     */
    public RefreshingCredentials(Vertx vertx, Supplier<Future<IssuedCredentials>> source, RefreshPlan plan,
            InstantSource clock, RandomGenerator random) {
        this.vertx = vertx;
        this.source = source;
        this.plan = plan;
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
            LOG.warn("credentials have expired early; fetching new ones: source={}", have.credentials);
            rejected = refused;
            lastError = "the credentials expired early and new ones have not been fetched yet";
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
        return stateOf(have, now);
    }

    /** The state without starting a fetch. */
    CredentialState lastState() {
        return stateOf(held, clock.instant());
    }

    private CredentialState stateOf(@Nullable Held have, Instant now) {
        if (have == null || !now.isBefore(have.usableUntil)) {
            return missing();
        }
        var credentials = have.credentials;
        return new CredentialState.Present(credentials.expiry(), credentials.source(), credentials.maskedKeyId());
    }

    private synchronized CredentialState missing() {
        return denied ? new CredentialState.Denied(lastError, notBefore) : new CredentialState.Missing(lastError);
    }

    private synchronized NoCredentialsException noCredentials() {
        return new NoCredentialsException(lastError, denied);
    }

    private synchronized Future<AwsCredentialsIdentity> fetch(Instant now) {
        if (fetching != null) {
            return fetching;
        }
        if (now.isBefore(notBefore)) {
            return Future.failedFuture(noCredentials());
        }
        Promise<AwsCredentialsIdentity> promise = Promise.promise();
        fetching = promise.future();
        source.get()
                .onComplete(issued -> onIssued(issued, promise), error -> onFailure(error, promise));
        return promise.future();
    }

    private void onIssued(IssuedCredentials issued, Promise<AwsCredentialsIdentity> promise) {
        synchronized (this) {
            if (issued.identity().equals(rejected)) {
                rejected = null;
                pause(new NoCredentialsException(
                        "the source " + issued.source()
                                + " still returns the credentials that AWS reports as expired"));
            } else {
                keep(issued);
            }
            fetching = null;
        }
        complete(promise);
    }

    private void onFailure(Throwable error, Promise<AwsCredentialsIdentity> promise) {
        synchronized (this) {
            pause(error);
            fetching = null;
        }
        complete(promise);
    }

    private void complete(Promise<AwsCredentialsIdentity> promise) {
        var have = held;
        if (have == null || !clock.instant().isBefore(have.usableUntil)) {
            promise.fail(noCredentials());
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
        held = toHold(issued, now);
        rejected = null;
        failures = 0;
        denied = false;
        notBefore = Instant.MIN;
    }

    private Held toHold(IssuedCredentials issued, Instant now) {
        var expiry = issued.expiry();
        return expiry == null
                ? new Held(issued, now.plus(REREAD_INTERVAL), Instant.MAX)
                : new Held(issued, later(plan.refreshAt(now, expiry, random), now.plus(STALE_USE)),
                        later(expiry, now.plus(STALE_USE)));
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /** Under the lock. */
    private void pause(Throwable error) {
        var message = text(error);
        var pause = plan.pausesAfter(error, random).before(failures + 1);
        if (failures++ == 0 || !message.equals(lastError)) {
            LOG.warn("no credentials: error=\"{}\"", message);
        }
        lastError = message;
        denied = error instanceof RoleRefused refused && refused.scope() == RoleRefused.Scope.TENANT;
        notBefore = clock.instant().plus(pause);
    }

    private <T> Future<T> onCallersLoop(Future<T> future) {
        if (future.isComplete()) {
            return future;
        }
        var context = vertx.getOrCreateContext();
        Promise<T> promise = Promise.promise();
        future.onComplete((result, error) -> context.runOnContext(none -> promise.complete(result, error)));
        return promise.future();
    }

    private static String text(Throwable error) {
        var message = error.getMessage();
        return message == null || message.isBlank() ? error.toString() : message;
    }
}
