package dev.tracegate.sampling.book;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps the last versions in memory: for a gateway without a file for them, whose rules end with the process. For one thread at a time. */
public final class VolatileRuleStore implements RuleStore {
    /** Versions kept of each scope; a version has up to 100 rules of 1.2 kB. */
    static final int VERSIONS = 20;

    private final Map<RuleScope, List<BookVersion>> versions = new HashMap<>();
    private String source = "";
    private Instant since = Instant.EPOCH;

    @Override
    public Map<RuleScope, BookVersion> latest() {
        var latest = new HashMap<RuleScope, BookVersion>();
        versions.forEach((scope, all) -> latest.put(scope, all.getFirst()));
        return latest;
    }

    @Override
    public void append(RuleScope scope, BookVersion version) {
        var all = versions.computeIfAbsent(scope, each -> new ArrayList<>());
        all.addFirst(version);
        if (all.size() > VERSIONS) {
            all.removeLast();
        }
    }

    @Override
    public List<BookVersion> history(RuleScope scope, int most) {
        return versions.getOrDefault(scope, List.of()).stream().limit(most).toList();
    }

    @Override
    public Instant sourceSince(String current, Instant now) {
        if (!current.equals(source)) {
            source = current;
            since = now;
        }
        return since;
    }
}
