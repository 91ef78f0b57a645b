package dev.tracegate.aws.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import dev.tracegate.aws.cache.SharedCaches;
import dev.tracegate.aws.http.SdkCalls;
import dev.tracegate.aws.settings.Clocks;
import dev.tracegate.aws.signing.FixedIdentity;
import dev.tracegate.tenant.CredentialState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Caches the credentials of tenants' roles by {@link RoleSession}. A role is fetched at its first use, once for all callers that wait, and
 * again before it expires. A refused role is fetched ever less often and does not delay the others. All roles share one STS client, one
 * rate limiter and a few worker threads. Any thread.
 */
public final class RoleCredentials {
    // A role that was not used for this long is dropped; its next use costs one STS call.
    public static final Duration IDLE = Duration.ofMinutes(15);
    /**
     * Roles kept at once, 2 to 12 kB each: five times the tenants that one host is planned for. A role beyond it is fetched more often, at the
     * rate of STS calls.
     */
    private static final int MAX_ROLES = 5_000;
    private static final Duration WHEN_THROTTLED = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final WorkerExecutor worker;
    private final SdkCalls calls;
    private final Credentials own;
    private final CallRateLimiter stsRate;
    private final Clocks clocks;
    private final Cache<RoleSession, RefreshingCredentials> roles;
    // guarded by this
    private @Nullable StsClient client;

    /**
     * Makes an empty cache.
     *
     * @param worker its number of threads bounds the STS calls in flight
     * @param own credentials that roles are assumed with
     * @param stsRate rate of STS calls, for all roles together
     */
    public RoleCredentials(Vertx vertx, WorkerExecutor worker, SdkCalls calls, Credentials own, CallRateLimiter stsRate,
            Clocks clocks) {
        this.vertx = vertx;
        this.worker = worker;
        this.calls = calls;
        this.own = own;
        this.stsRate = stsRate;
        this.clocks = clocks;
        this.roles = SharedCaches.builder(clocks.nanoClock()).expireAfterAccess(IDLE).maximumSize(MAX_ROLES).build();
    }

    public Credentials of(RoleSession session) {
        return roles.get(session, this::create);
    }

    /** The last known state of a role; empty if the role has not been used lately. Calls no service and does not count as a use. */
    public Optional<CredentialState> lastState(RoleSession session) {
        return Optional.ofNullable(roles.policy().getIfPresentQuietly(session)).map(RefreshingCredentials::lastState);
    }

    /** Drops roles that expired. Without it the cache would do so at its next uses only. */
    public void sweep() {
        roles.cleanUp();
    }

    /** For its meters. */
    public Cache<?, ?> cache() {
        return roles;
    }

    long size() {
        return roles.estimatedSize();
    }

    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }

    private RefreshingCredentials create(RoleSession session) {
        RandomGenerator random = clocks.random();
        return new RefreshingCredentials(vertx, () -> fetch(session), RefreshPlan.ROLE, clocks.clock(), random);
    }

    private Future<IssuedCredentials> fetch(RoleSession session) {
        return stsRate.acquire()
                .compose(permit -> own.current())
                .compose(identity -> worker.executeBlocking(() -> assume(session, identity), false)
                        .onFailure(error -> onFailure(error, identity)));
    }

    /** Handles a failure that affects more than this role. */
    private void onFailure(Throwable error, AwsCredentialsIdentity identity) {
        if (error instanceof RoleRefused refused) {
            switch (refused.scope()) {
                case GATEWAY -> own.invalidate(identity);
                case THROTTLED -> stsRate.pauseFor(WHEN_THROTTLED);
                case TENANT, TRANSIENT -> {
                }
            }
        }
    }

    /** Calls STS. Blocks. */
    private IssuedCredentials assume(RoleSession session, AwsCredentialsIdentity identity) {
        try {
            var answer = client().assumeRole(session.request()
                    .overrideConfiguration(request -> request.credentialsProvider(new FixedIdentity(identity)))
                    .build());
            var issued = answer.credentials();
            return new IssuedCredentials(
                    AwsSessionCredentialsIdentity.create(issued.accessKeyId(), issued.secretAccessKey(),
                            issued.sessionToken()),
                    issued.expiration(), "role " + session);
        } catch (SdkException refused) {
            throw RoleRefused.of(session, refused);
        }
    }

    private synchronized StsClient client() {
        var made = client;
        if (made == null) {
            made = calls.prepareOnce(StsClient.builder(), "STS").build();
            client = made;
        }
        return made;
    }
}
