package dev.tracegate.embedded.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;

/** The operations on insights. There are none, so valid input gets an empty list or "not found"; invalid input gets X-Ray's errors. */
final class Insights {
    private static final Pattern ID = Pattern
            .compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}");
    private static final List<String> STATES = List.of("ACTIVE", "CLOSED");
    // bounds from X-Ray's API model
    private static final int MAX_TOKEN_LENGTH = 2_000;
    private static final int MAX_GROUP_NAME_LENGTH = 32;
    private static final int MAX_GROUP_ARN_LENGTH = 400;
    private static final int MAX_SUMMARIES = 100;
    private static final int MAX_EVENTS = 50;
    private static final int MAX_STATES = 1;

    private Insights() {}

    static JsonObject insight(Input input) {
        id(input);
        throw notFound();
    }

    static JsonObject events(Input input) {
        id(input);
        input.integer("MaxResults", 1, MAX_EVENTS);
        input.text("NextToken", 1, MAX_TOKEN_LENGTH);
        throw notFound();
    }

    static JsonObject impactGraph(Input input) {
        id(input);
        TraceQueries.checkWindow(input);
        input.text("NextToken", 1, MAX_TOKEN_LENGTH);
        throw notFound();
    }

    static JsonObject summaries(Input input) {
        states(input);
        boolean grouped = input.text("GroupARN", 1, MAX_GROUP_ARN_LENGTH).isPresent();
        grouped |= input.text("GroupName", 1, MAX_GROUP_NAME_LENGTH).isPresent();
        input.integer("MaxResults", 1, MAX_SUMMARIES);
        var token = input.text("NextToken", 1, MAX_TOKEN_LENGTH);
        TraceQueries.checkWindow(input);
        if (!grouped) {
            throw ApiError.invalidRequest("GroupName or GroupARN is required");
        }
        if (!GetGroup.exists(input)) {
            throw ApiError.invalidRequest("Group not found");
        }
        if (token.isPresent()) { // the embedded X-Ray issues no tokens here
            throw ApiError.invalidRequest("Invalid token " + token.get());
        }
        return new JsonObject().put("InsightSummaries", new JsonArray()).putNull("NextToken");
    }

    private static void states(Input input) {
        var states = input.texts("States");
        if (states.size() > MAX_STATES) {
            throw input.refused("States", "'" + states + "'",
                    "Member must have length less than or equal to " + MAX_STATES);
        }
        if (!STATES.containsAll(states)) {
            throw input.refused("States", "'" + states + "'", "Member must satisfy constraint: "
                    + "[Member must satisfy enum value set: " + STATES + "]");
        }
    }

    private static void id(Input input) {
        var id = input.requiredText("InsightId");
        if (!ID.matcher(id).matches()) {
            throw input.refused("InsightId", "'" + id + "'",
                    "Member must satisfy regular expression pattern: " + ID.pattern());
        }
    }

    private static ApiError notFound() {
        return ApiError.invalidRequest("Insight not found: the embedded X-Ray has none");
    }
}
