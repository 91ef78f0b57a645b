package dev.tracegate.sampling.book;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Keeps the versions of rule books. Every method blocks. For one thread at a time. */
public interface RuleStore {

    /**
     * The last version of every scope that has one.
     *
     * @throws RuleStoreException if the store cannot be read
     */
    Map<RuleScope, BookVersion> latest();

    /**
     * Keeps a version. When this returns, the version survives the end of the process.
     *
     * @throws RuleStoreException if it could not be written; then it is not kept
     */
    void append(RuleScope scope, BookVersion version);

    /**
     * The versions of a scope, the newest first.
     *
     * @param most how many to return at most
     * @throws RuleStoreException if the store cannot be read
     */
    List<BookVersion> history(RuleScope scope, int most);

    /**
     * When the gateway began to answer from this source of rules; the time is kept, and the first call with another source replaces it.
     *
     * @param source the value of {@code sampling.source}
     * @return {@code now} if the source is another than in the last call
     */
    Instant sourceSince(String source, Instant now);
}
