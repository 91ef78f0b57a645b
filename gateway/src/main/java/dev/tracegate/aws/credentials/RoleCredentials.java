package dev.tracegate.aws.credentials;

import dev.tracegate.aws.http.SdkCalls;
import dev.tracegate.aws.settings.Clocks;
import dev.tracegate.aws.signing.FixedIdentity;
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
 * The credentials of tenants' roles, kept by all that STS is told: fetched when first needed, once for all who wait, the next ones ahead of
 * time; a role that is refused is asked for again ever more rarely, without holding up the others. All share one STS client, one pace and a
 * few threads. Safe from any thread.
 */
public final class RoleCredentials {
    // a role nobody used for so long is fetched anew: one call
    public static final Duration IDLE = Duration.ofMinutes(15);
    private static final Duration WHEN_THROTTLED = Duration.ofSeconds(2);

    private final Vertx vertx;
    private final WorkerExecutor worker;
    private final SdkCalls calls;
    private final Credentials own;
    private final CallRateLimiter pace;
    private final Clocks given;
    private final ExpiringMap<RoleSession, RefreshingCredentials> roles;
    // guarded by this
    private @Nullable StsClient client;

    /**
     * @param worker whose threads bound the calls under way
     * @param own what roles are assumed with
     * @param pace of STS calls, for all roles together
     */
    public RoleCredentials(Vertx vertx, WorkerExecutor worker, SdkCalls calls, Credentials own, CallRateLimiter pace,
            Clocks given) {
        this.vertx = vertx;
        this.worker = worker;
        this.calls = calls;
        this.own = own;
        this.pace = pace;
        this.given = given;
        this.roles = new ExpiringMap<>(IDLE, given.nanoClock());
    }

    public Credentials of(RoleSession session) {
        return roles.get(session, this::fresh);
    }

    /** As it was left; empty for a role that has not been used lately. Asks STS nothing. */
    public Optional<CredentialState> seen(RoleSession session) {
        return roles.peek(session).map(RefreshingCredentials::seen);
    }

    public void sweep() {
        roles.sweep();
    }

    int size() {
        return roles.size();
    }

    public synchronized void close() {
        if (client != null) {
            client.close();
        }
    }

    private RefreshingCredentials fresh(RoleSession session) {
        RandomGenerator random = given.random();
        return new RefreshingCredentials(vertx, () -> fetch(session), RefreshPlan.ROLE, given.clock(), random);
    }

    private Future<IssuedCredentials> fetch(RoleSession session) {
        return pace.turn()
                .compose(turn -> own.current())
                .compose(identity -> worker.executeBlocking(() -> assume(session, identity), false)
                        .onFailure(error -> heed(error, identity)));
    }

    /** What concerns more than this one role. */
    private void heed(Throwable error, AwsCredentialsIdentity identity) {
        if (error instanceof RoleRefused refused) {
            switch (refused.scope()) {
                case GATEWAY -> own.invalidate(identity);
                case THROTTLED -> pace.hold(WHEN_THROTTLED);
                case TENANT, PASSING -> {
                }
            }
        }
    }

    /** Blocks. */
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
