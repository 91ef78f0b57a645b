package dev.tracegate.aws;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * The credentials to sign with, kept at hand so that no event loop waits for them. The SDK's providers block, so they are asked on a thread of
 * their own, one question at a time; the answer is used while it is asked again each minute, which is how a changed file, a rotated role and
 * an expiry are noticed. Any thread.
 */
final class Credentials {
    private static final Logger LOG = LoggerFactory.getLogger(Credentials.class);
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);
    /** While there are none: often enough that a task whose role comes late loses nothing, seldom enough for the metadata service. */
    private static final Duration LOOK_AGAIN_WITHOUT = Duration.ofSeconds(5);
    /** What is about to expire is no use for a call that takes a while. */
    private static final Duration MARGIN = Duration.ofSeconds(10);
    /** A provider chain may ask several services that are not there. */
    private static final Duration QUESTION_LIMIT = Duration.ofSeconds(60);

    private final Vertx vertx;
    private final WorkerExecutor executor;
    private final Supplier<CredentialSource> sources;
    private final InstantSource clock;
    private final long timer;

    // guarded by this
    private @Nullable CredentialSource source;
    private @Nullable Future<AwsCredentialsIdentity> asking;
    private @Nullable AwsCredentialsIdentity current;
    private CredentialsStatus status = new CredentialsStatus.Unknown();
    private long lastAskedMillis;

    /** A place where credentials come from. */
    interface CredentialSource extends AutoCloseable {
        /** Blocks; throws where there are none. */
        AwsCredentialsIdentity resolve();

        @Override
        void close();
    }

    /** @param sources makes a fresh source: at first, and after a failure, since some remember what they did not find */
    Credentials(Vertx vertx, Supplier<CredentialSource> sources, InstantSource clock) {
        this.vertx = vertx;
        this.executor = vertx.createSharedWorkerExecutor("tracegate-credentials", 1, QUESTION_LIMIT.toNanos());
        this.sources = sources;
        this.clock = clock;
        this.timer = vertx.setPeriodic(1_000, tick -> lookAgain());
    }

    /** Usable credentials: those at hand at once, else those that the next answer brings. Fails with what the source said. */
    synchronized Future<AwsCredentialsIdentity> get() {
        var now = current;
        return now != null && usable(now) ? Future.succeededFuture(now) : ask();
    }

    synchronized CredentialsStatus status() {
        return status;
    }

    /** X-Ray says they have expired: the next call asks anew. */
    synchronized void invalidate() {
        current = null;
        dropSource();
    }

    Future<Void> close() {
        vertx.cancelTimer(timer);
        synchronized (this) {
            dropSource();
        }
        return executor.close();
    }

    private synchronized void lookAgain() {
        var interval = current == null ? LOOK_AGAIN_WITHOUT : LOOK_AGAIN;
        if (clock.millis() - lastAskedMillis >= interval.toMillis()) {
            ask();
        }
    }

    private synchronized Future<AwsCredentialsIdentity> ask() {
        var underWay = asking;
        if (underWay != null) {
            return underWay;
        }
        lastAskedMillis = clock.millis();
        Future<AwsCredentialsIdentity> question = executor.<AwsCredentialsIdentity>executeBlocking(this::resolve, false)
                .map(Objects::requireNonNull);
        asking = question;
        question.onComplete(answer -> answered(answer.succeeded() ? answer.result() : null, answer.cause()));
        return question;
    }

    private AwsCredentialsIdentity resolve() {
        CredentialSource open;
        synchronized (this) {
            open = source == null ? sources.get() : source;
            source = open;
        }
        return open.resolve();
    }

    private synchronized void answered(@Nullable AwsCredentialsIdentity found, @Nullable Throwable failure) {
        asking = null;
        if (found != null) {
            if (!(status instanceof CredentialsStatus.Present)) {
                LOG.info("Using credentials {}", masked(found));
            }
            current = found;
            status = new CredentialsStatus.Present(masked(found), found.expirationTime());
            return;
        }
        dropSource();
        var now = current;
        if (now != null && usable(now)) {
            LOG.atDebug()
                    .setCause(failure)
                    .log("Credentials could not be looked up again; those at hand are still good");
            return;
        }
        current = null;
        var problem = String.valueOf(failure == null ? null : failure.getMessage());
        if (!(status instanceof CredentialsStatus.Missing(var before) && before.equals(problem))) {
            LOG.error("No credentials: segments wait in memory until there are some. {}", problem);
        }
        status = new CredentialsStatus.Missing(problem);
    }

    private synchronized void dropSource() {
        var open = source;
        source = null;
        if (open != null) {
            open.close();
        }
    }

    private boolean usable(AwsCredentialsIdentity credentials) {
        return credentials.expirationTime().map(expiry -> expiry.minus(MARGIN).isAfter(clock.instant())).orElse(true);
    }

    /** Enough to tell keys apart; an access key id is no secret, but a log is no place for one either. */
    private static String masked(AwsCredentialsIdentity credentials) {
        var id = credentials.accessKeyId();
        return id.length() <= 8 ? "***" : id.substring(0, 4) + "…" + id.substring(id.length() - 4);
    }
}
