package dev.tracegate.admin.http;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * One look at a page.
 *
 * @param accept the request's Accept header; empty where there is none
 * @param inPath what stands in the path for the route's {@code {parameter}}; empty where it has none
 * @param query decoded
 */
public record AdminRequest(String accept, String inPath, Map<String, String> query) {

    /** What is wrong with the query's names where only these are known. A misspelt name must not look like an answer to it. */
    public Optional<Problem> misnamed(Set<String> known) {
        var unknown = new TreeSet<>(query.keySet());
        unknown.removeAll(known);
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.bad("The query may have " + String.join(" and ", new TreeSet<>(known)) + ", not "
                        + Problem.quoted(unknown.getFirst()) + "."));
    }
}
