package dev.tracegate.app;

import static java.util.Objects.requireNonNull;

import dev.tracegate.app.upstream.Upstream;
import dev.tracegate.config.Settings;
import dev.tracegate.config.load.LoadedSettings;
import dev.tracegate.config.load.SettingsDifference;
import dev.tracegate.config.schema.SettingsCatalog;
import dev.tracegate.tenant.Registry;
import dev.tracegate.tenant.TenantChanges;
import dev.tracegate.tenant.TenantDirectory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the settings again and applies their tenants and keep rates to the running gateway: all of them, or none. Other settings take effect at the next
 * start; the log lists those that differ. One reload runs at a time: one that is requested meanwhile starts when the current one has ended.
 */
final class TenantReload {
    private static final Logger LOG = LoggerFactory.getLogger(TenantReload.class);
    /** Keys beside the tenants that a reload applies. */
    private static final Set<String> APPLIED = Set.of(SettingsCatalog.KEEP_RATE.path());

    private final Vertx vertx;
    private final Settings started;
    private final Supplier<LoadedSettings> load;
    private final TenantDirectory directory;
    private final Upstream upstream;
    private final Target target;
    private final BooleanSupplier ending;
    /** Guarded by this. */
    private Future<?> last;

    /** Applies new tenants. */
    @FunctionalInterface
    interface Target {
        /**
         * Applies the tenants on the data plane's loop.
         *
         * @return the difference, for the log; fails if nothing was changed, for example because a port cannot be bound
         */
        Future<String> apply(Registry next);
    }

    /**
     * @param started the settings that the gateway was started with
     * @param ready completes when the gateway runs; a reload that is requested earlier starts then
     * @param ending whether the gateway is being stopped; then nothing is reloaded
     * @param load reads the command line, the environment and the files again; may block
     */
    TenantReload(Vertx vertx, Settings started, Supplier<LoadedSettings> load, TenantDirectory directory,
            Upstream upstream, Target target, Future<?> ready, BooleanSupplier ending) {
        this.vertx = vertx;
        this.started = started;
        this.load = load;
        this.directory = directory;
        this.upstream = upstream;
        this.target = target;
        this.last = ready;
        this.ending = ending;
    }

    /** Starts a reload. Any thread. */
    synchronized void begin() {
        if (ending.getAsBoolean()) {
            LOG.info("SIGHUP is ignored: the gateway is being stopped");
            return;
        }
        last = last.transform(before -> vertx.executeBlocking(load::get))
                .compose(loaded -> switch (requireNonNull(loaded)) {
                    case LoadedSettings.Invalid(var problems) ->
                        Future.failedFuture(new IllegalArgumentException(problems.strip()));
                    case LoadedSettings.Valid(var settings, var notes) -> apply(settings);
                })
                .onSuccess(difference -> LOG.info("Settings reloaded: {}", difference))
                .onFailure(refused -> String.valueOf(refused.getMessage())
                        .lines()
                        .forEach(line -> LOG.error("Settings not reloaded, nothing was changed: {}", line)));
    }

    private Future<String> apply(Settings settings) {
        return vertx.executeBlocking(() -> checked(settings))
                .map(next -> {
                    if (ending.getAsBoolean()) {
                        throw new IllegalStateException("the gateway is being stopped");
                    }
                    return next;
                })
                .compose(next -> target.apply(requireNonNull(next)))
                .onSuccess(difference -> logOthers(settings));
    }

    /** Runs the checks of the start and those of a change, before a socket is bound or closed. Blocks. */
    private Registry checked(Settings settings) {
        var next = Registry.of(settings.tenants(), settings.sampling().keepRate());
        TenantChanges.between(directory.current(), next);
        upstream.check(next);
        return next;
    }

    private void logOthers(Settings settings) {
        var others = SettingsDifference.keys(started, settings).stream().filter(key -> !APPLIED.contains(key)).toList();
        if (!others.isEmpty()) {
            LOG.warn("Settings that take effect at the next start differ: {}", String.join(", ", others));
        }
    }
}
