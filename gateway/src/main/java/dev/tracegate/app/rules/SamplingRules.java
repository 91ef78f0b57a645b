package dev.tracegate.app.rules;

import dev.tracegate.config.Settings;
import dev.tracegate.config.rules.InvalidRulesFile;
import dev.tracegate.config.rules.RulesFile;
import dev.tracegate.sampling.book.RuleBooks;
import dev.tracegate.sampling.book.RuleScope;
import dev.tracegate.sampling.book.RuleStore;
import dev.tracegate.sampling.book.RuleStoreException;
import dev.tracegate.sampling.book.VolatileRuleStore;
import dev.tracegate.sampling.rule.RuleBook;
import dev.tracegate.sampling.rule.RuleRefusal;
import dev.tracegate.sampling.rule.RuleWarnings;
import dev.tracegate.sampling.rule.SamplingRule;
import dev.tracegate.store.sqlite.SqliteRuleStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rule books of a running gateway, from the store and the file that the settings name. If the file or the store cannot be read, the last good rules are
 * served, else the Default rule; the gateway starts, logs an error, and its readiness has a note.
 */
public final class SamplingRules {
    private static final Logger LOG = LoggerFactory.getLogger(SamplingRules.class);

    private final RuleBooks books;
    private final RuleStore store;
    private final @Nullable Path file;
    private final Predicate<String> isTenant;
    private @Nullable FileState read;
    private boolean closed;
    private final Optional<String> storeProblem;
    private volatile Optional<String> fileProblem = Optional.empty();

    private SamplingRules(RuleBooks books, RuleStore store, @Nullable Path file, Optional<String> storeProblem,
            Predicate<String> isTenant) {
        this.books = books;
        this.store = store;
        this.file = file;
        this.storeProblem = storeProblem;
        this.isTenant = isTenant;
    }

    /**
     * Opens the store and reads the file. Blocks.
     *
     * @param isTenant whether a tenant is declared; called at each change of the file
     */
    public static SamplingRules open(Settings.Sampling settings, Predicate<String> isTenant, InstantSource clock) {
        var opened = settings.store() == null
                ? unstored(settings, isTenant, clock, Optional.empty())
                : stored(settings.store(), settings, isTenant, clock);
        if (settings.rulesFile() != null) {
            opened.books.readOnlyBecause(
                    Optional.of("The sampling rules come from " + settings.rulesFile() + "; change that file"));
            opened.refresh();
        }
        return opened;
    }

    /** Records in the store that X-Ray answers now, so that a later change of {@code sampling.source} counts as a change of the rules. Blocks. */
    public static void recordRelay(Path store, InstantSource clock) {
        try (var opened = SqliteRuleStore.open(store)) {
            opened.sourceSince(name(Settings.Sampling.RuleSource.XRAY), clock.instant());
        } catch (RuleStoreException e) {
            LOG.warn("{}; SDKs may keep X-Ray's rules for up to 5 minutes after a change of sampling.source",
                    e.getMessage());
        }
    }

    private static String name(Settings.Sampling.RuleSource source) {
        return source.name().toLowerCase(Locale.ROOT);
    }

    private static SamplingRules stored(Path path, Settings.Sampling settings, Predicate<String> isTenant,
            InstantSource clock) {
        try {
            var store = SqliteRuleStore.open(path);
            try {
                return new SamplingRules(books(store, settings, clock), store, settings.rulesFile(), Optional.empty(),
                        isTenant);
            } catch (RuleStoreException e) {
                store.close();
                throw e;
            }
        } catch (RuleStoreException e) {
            LOG.error("{}; the Default rule is served, and changes of rules end with the process", e.getMessage());
            return unstored(settings, isTenant, clock, Optional.of(String.valueOf(e.getMessage())));
        }
    }

    private static SamplingRules unstored(Settings.Sampling settings, Predicate<String> isTenant, InstantSource clock,
            Optional<String> problem) {
        var store = new VolatileRuleStore();
        return new SamplingRules(books(store, settings, clock), store, settings.rulesFile(), problem, isTenant);
    }

    private static RuleBooks books(RuleStore store, Settings.Sampling settings, InstantSource clock) {
        return new RuleBooks(store, settings.customRules(), name(settings.source()), clock);
    }

    public RuleBooks books() {
        return books;
    }

    /** Why the rules are not those that the operator named; empty if they are. Any thread. */
    public Optional<String> problem() {
        return fileProblem.or(() -> storeProblem);
    }

    /** Reads the file again if it changed, or if it could not be read or used. Blocks. */
    public synchronized void refresh() {
        if (file == null || closed) {
            return;
        }
        var state = FileState.of(file);
        if (state.equals(read)) {
            return;
        }
        try {
            apply(RulesFile.read(file, books.mostCustomRules()), file);
            read = state;
            fileProblem = Optional.empty();
        } catch (InvalidRulesFile | RuleRefusal e) {
            failed(e); // tried again: a change of the file's mode or of the store does not change the file
        }
    }

    private void failed(Exception failure) {
        var reason = Optional.of(String.valueOf(failure.getMessage()));
        if (!reason.equals(fileProblem)) {
            boolean first = books.version(RuleScope.GLOBAL).number() == 0;
            LOG.error("{}; {}", failure.getMessage(),
                    first ? "the Default rule is served" : "the last good rules are served");
        }
        fileProblem = reason;
    }

    private void apply(Map<RuleScope, List<SamplingRule>> scopes, Path from) {
        books.scopes()
                .stream()
                .filter(scope -> !scopes.containsKey(scope))
                .forEach(gone -> books.load(gone, List.of(), from.toString()));
        scopes.keySet()
                .stream()
                .filter(scope -> !scope.equals(RuleScope.GLOBAL) && !isTenant.test(scope.tenant()))
                .forEach(scope -> LOG.warn("Sampling rules of {}: no tenant with this id is declared", scope));
        new TreeMap<>(scopes).forEach((scope, rules) -> { // those for all tenants first
            if (books.load(scope, rules, from.toString())) {
                var version = books.version(scope);
                LOG.info("Sampling rules of {}: version {} with {} rules besides Default, from {}", scope,
                        version.number(), version.book().customRules(), from);
                warn(scope, version.book());
            }
        });
    }

    private void warn(RuleScope scope, RuleBook book) {
        RuleWarnings.of(book).forEach(warning -> LOG.warn("Sampling rules of {}: {}", scope, warning));
        if (!scope.equals(RuleScope.GLOBAL)) {
            book.overridden(books.version(RuleScope.GLOBAL).book())
                    .forEach(name -> LOG.warn(
                            "Sampling rules of {}: \"{}\" replaces the rule of that name for all tenants",
                            scope, name));
        }
    }

    /** Closes the store; later refreshes do nothing. Blocks. Returns this, since a blocking task has a result. */
    public synchronized SamplingRules close() {
        closed = true;
        if (store instanceof SqliteRuleStore sqlite) {
            sqlite.close();
        }
        return this;
    }
}
