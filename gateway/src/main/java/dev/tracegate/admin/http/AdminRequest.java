package dev.tracegate.admin.http;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The parts of a request that an operation reads.
 *
 * @param accept the Accept header; empty if there is none
 * @param pathParameters decoded, by their names in the path template
 * @param query decoded, by name; of a repeated name the first value
 */
public record AdminRequest(String accept, Map<String, String> pathParameters, Map<String, String> query) {

    public AdminRequest {
        pathParameters = Map.copyOf(pathParameters);
        query = Map.copyOf(query);
    }

    /** A path parameter; empty text if the template has no parameter of this name. */
    public String pathParameter(String name) {
        return pathParameters.getOrDefault(name, "");
    }

    /** The problem of a query that has names other than these: a misspelt filter must not be ignored silently. */
    public Optional<Problem> unknownQueryName(Set<String> known) {
        var unknown = new TreeSet<>(query.keySet());
        unknown.removeAll(known);
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of(Problem.badRequest("The query may have " + String.join(" and ", new TreeSet<>(known))
                        + ", not " + Problem.quoted(unknown.getFirst()) + "."));
    }
}
