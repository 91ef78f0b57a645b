package dev.tracegate.embedded.api;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;

/** Insights, of which there are none: input that X-Ray refuses is refused, and any other is answered with none. */
final class Insights {
    private static final Pattern ID = Pattern
            .compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}");
    private static final List<String> STATES = List.of("ACTIVE", "CLOSED");
    // the bounds are those of X-Ray's model
    private static final int LONGEST_TOKEN = 2_000;
    private static final int LONGEST_GROUP_NAME = 32;
    private static final int LONGEST_GROUP_ARN = 400;
    private static final int MOST_SUMMARIES = 100;
    private static final int MOST_EVENTS = 50;
    private static final int MOST_STATES = 1;

    private Insights() {}

    static JsonObject one(Input input) {
        id(input);
        throw none();
    }

    static JsonObject events(Input input) {
        id(input);
        input.whole("MaxResults", 1, MOST_EVENTS);
        input.text("NextToken", 1, LONGEST_TOKEN);
        throw none();
    }

    static JsonObject impactGraph(Input input) {
        id(input);
        Traces.checkWindow(input);
        input.text("NextToken", 1, LONGEST_TOKEN);
        throw none();
    }

    static JsonObject summaries(Input input) {
        states(input);
        boolean grouped = input.text("GroupARN", 1, LONGEST_GROUP_ARN).isPresent();
        grouped |= input.text("GroupName", 1, LONGEST_GROUP_NAME).isPresent();
        input.whole("MaxResults", 1, MOST_SUMMARIES);
        var token = input.text("NextToken", 1, LONGEST_TOKEN);
        Traces.checkWindow(input);
        if (!grouped) {
            throw ApiError.invalidRequest("GroupName or GroupARN is required");
        }
        if (!GetGroup.known(input)) {
            throw ApiError.invalidRequest("Group not found");
        }
        if (token.isPresent()) { // none was ever given out
            throw ApiError.invalidRequest("Invalid token " + token.get());
        }
        return new JsonObject().put("InsightSummaries", new JsonArray()).putNull("NextToken");
    }

    private static void states(Input input) {
        var states = input.texts("States");
        if (states.size() > MOST_STATES) {
            throw input.refused("States", "'" + states + "'",
                    "Member must have length less than or equal to " + MOST_STATES);
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

    private static ApiError none() {
        return ApiError.invalidRequest("Insight not found: the embedded X-Ray has none");
    }
}
