package dev.tracegate.sampling.book;

import dev.tracegate.sampling.rule.RuleBook;
import dev.tracegate.sampling.rule.RuleRefusal;
import dev.tracegate.sampling.rule.SamplingRule;
import dev.tracegate.tenant.TenantId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The current rule books: one for all tenants, and one for each tenant that has rules of its own. A tenant's requests are decided by its own rules over
 * those for all, merged by name.
 *
 * <p>Reads do not block and may be on any thread; they see the last complete change. A change blocks until the store has it, one change at a time.
 */
public final class RuleBooks {
    private final RuleStore store;
    private final int mostCustomRules;
    private final InstantSource clock;
    private final Instant sourceSince;
    private volatile Map<RuleScope, BookVersion> current;
    private volatile Optional<String> readOnlyBecause = Optional.empty();

    /**
     * Reads the books. Blocks.
     *
     * @param mostCustomRules rules that a scope may have besides the Default rule
     * @param source the value of {@code sampling.source}; a change of it counts as a change of the rules
     * @throws RuleStoreException if the store cannot be read
     */
    public RuleBooks(RuleStore store, int mostCustomRules, String source, InstantSource clock) {
        this.store = store;
        this.mostCustomRules = mostCustomRules;
        this.clock = clock;
        this.sourceSince = WholeSeconds.ceiling(store.sourceSince(source, clock.instant()));
        this.current = Map.copyOf(store.latest());
    }

    /** The rules of a tenant's requests: its own over those for all tenants. */
    public RuleBook of(TenantId tenant) {
        var books = current;
        var own = books.get(RuleScope.of(tenant));
        var global = books.getOrDefault(RuleScope.GLOBAL, BookVersion.NONE).book();
        return own == null ? global : own.book().over(global);
    }

    /** When a rule of this tenant's requests last changed: whole seconds, rounded up. It never goes back. */
    public Instant lastModified(TenantId tenant) {
        var books = current;
        var last = max(books.getOrDefault(RuleScope.GLOBAL, BookVersion.NONE).modified(),
                books.getOrDefault(RuleScope.of(tenant), BookVersion.NONE).modified());
        return max(last, sourceSince);
    }

    /** The scopes that have, or had, rules of their own. */
    public Set<RuleScope> scopes() {
        return current.keySet();
    }

    /** The current version of a scope's own rules. */
    public BookVersion version(RuleScope scope) {
        return current.getOrDefault(scope, BookVersion.NONE);
    }

    /** The versions of a scope, the newest first. Blocks. */
    public synchronized List<BookVersion> history(RuleScope scope, int most) {
        return store.history(scope, most);
    }

    /** Refuses changes from now on; empty allows them again. The reason is for the caller, and names the file to change. */
    public void readOnlyBecause(Optional<String> reason) {
        readOnlyBecause = reason;
    }

    /**
     * Changes a scope's rules. Blocks.
     *
     * @param change from the current book and the time to the new book; what it throws is passed on, and nothing changes
     * @throws RuleRefusal if the books are read-only, or if the store fails; then nothing changes
     */
    public synchronized BookVersion change(RuleScope scope, BiFunction<RuleBook, Instant, RuleBook> change,
            String author, String reason) {
        readOnlyBecause.ifPresent(why -> {
            throw new RuleRefusal(RuleRefusal.Reason.READ_ONLY, why);
        });
        return replace(scope, change, author, reason);
    }

    /**
     * Replaces a scope's rules by those of a file, if they differ. Blocks.
     *
     * @return whether they differed
     */
    public synchronized boolean load(RuleScope scope, List<SamplingRule> rules, String file) {
        var now = version(scope).book();
        var read = RuleBook.of(rules, clock.instant());
        if (now.hasSameRules(read)) {
            return false;
        }
        replace(scope, (book, time) -> read, file, "read from the file");
        return true;
    }

    /** How many rules a scope may have besides the Default rule. */
    public int mostCustomRules() {
        return mostCustomRules;
    }

    /**
     * Makes an earlier version the current one again, as a new version. Blocks.
     *
     * @throws RuleRefusal if there is no such version
     */
    public synchronized BookVersion rollback(RuleScope scope, long number, String author, String reason) {
        var earlier = store.history(scope, Integer.MAX_VALUE)
                .stream()
                .filter(each -> each.number() == number)
                .findFirst()
                .orElseThrow(() -> new RuleRefusal(RuleRefusal.Reason.UNKNOWN,
                        "There is no version %d of the rules of %s".formatted(number, scope)));
        return change(scope, (book, now) -> earlier.book(), author, reason);
    }

    private BookVersion replace(RuleScope scope, BiFunction<RuleBook, Instant, RuleBook> change, String author,
            String reason) {
        try {
            return append(scope, change, author, reason);
        } catch (RuleStoreException e) {
            if (!readAgain(scope)) {
                throw new RuleRefusal(RuleRefusal.Reason.STORE, String.valueOf(e.getMessage()));
            }
        }
        try {
            return append(scope, change, author, reason);
        } catch (RuleStoreException e) {
            throw new RuleRefusal(RuleRefusal.Reason.STORE, String.valueOf(e.getMessage()));
        }
    }

    private BookVersion append(RuleScope scope, BiFunction<RuleBook, Instant, RuleBook> change, String author,
            String reason) {
        var before = version(scope);
        var now = clock.instant();
        var next = before.next(checked(change.apply(before.book(), now)), now, author, reason);
        store.append(scope, next);
        var changed = new HashMap<>(current);
        changed.put(scope, next);
        current = Map.copyOf(changed);
        return next;
    }

    /** Whether the store has a later version of the scope, which another process wrote, for example in a take-over. Then it is the current one. */
    private boolean readAgain(RuleScope scope) {
        try {
            var known = version(scope).number();
            current = Map.copyOf(store.latest());
            return version(scope).number() > known;
        } catch (RuleStoreException e) {
            return false;
        }
    }

    private static RuleBook checked(RuleBook book) {
        if (book.answerBytes() > RuleBook.ANSWER_BYTES) {
            throw new RuleRefusal(RuleRefusal.Reason.TOO_MANY,
                    "The rules would take %d bytes in an answer to an SDK, and may take %d; shorten their texts, or remove some"
                            .formatted(book.answerBytes(), RuleBook.ANSWER_BYTES));
        }
        return book;
    }

    private static Instant max(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
