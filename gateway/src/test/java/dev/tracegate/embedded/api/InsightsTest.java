package dev.tracegate.embedded.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.embedded.RunningXRay;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Insights and tags: there are none, and invalid input is refused with the errors of X-Ray. */
class InsightsTest {
    private static final String ID = "12345678-1234-1234-8234-123456789012";

    private final RunningXRay running = new RunningXRay();

    @AfterEach
    void close() {
        running.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "/Insight | {} | 400 ValidationException: 1 validation error detected: Value null at 'insightId' failed to satisfy constraint: Member must not be null",
            "/Insight | {'InsightId':17} | 400 SerializationException: insightId must be a string",
            "/Insight | {'InsightId':'ID'} | 400 InvalidRequestException: Insight not found: the embedded X-Ray has none",
            "/InsightEvents | {} | 400 ValidationException: 1 validation error detected: Value null at 'insightId' failed to satisfy constraint: Member must not be null",
            "/InsightEvents | {'InsightId':'ID'} | 400 InvalidRequestException: Insight not found: the embedded X-Ray has none",
            "/InsightEvents | {'InsightId':'ID','MaxResults':51} | 400 ValidationException: 1 validation error detected: Value '51' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 50",
            "/InsightEvents | {'InsightId':'ID','MaxResults':1.5} | 400 SerializationException: maxResults must be a whole number",
            "/InsightEvents | {'InsightId':'ID','NextToken':''} | 400 ValidationException: 1 validation error detected: Value '0' at 'nextToken' failed to satisfy constraint: Member must have length greater than or equal to 1",
            "/InsightImpactGraph | {'InsightId':'ID','StartTime':1} | 400 ValidationException: 1 validation error detected: Value null at 'endTime' failed to satisfy constraint: Member must not be null",
            "/InsightImpactGraph | {'InsightId':'ID','StartTime':1,'EndTime':2} | 400 InvalidRequestException: Insight not found: the embedded X-Ray has none",
            "/InsightSummaries | {} | 400 ValidationException: 1 validation error detected: Value null at 'startTime' failed to satisfy constraint: Member must not be null",
            "/InsightSummaries | {'StartTime':'x','EndTime':2} | 400 SerializationException: startTime must be a number of epoch seconds",
            "/InsightSummaries | {'StartTime':1,'EndTime':2} | 400 InvalidRequestException: GroupName or GroupARN is required",
            "/InsightSummaries | {'GroupName':'Default','StartTime':2,'EndTime':1} | 400 InvalidRequestException: End time cannot be earlier than start time",
            "/InsightSummaries | {'GroupName':'mine','StartTime':1,'EndTime':2} | 400 InvalidRequestException: Group not found",
            "/InsightSummaries | {'GroupName':'Default','StartTime':1,'EndTime':2,'NextToken':'x'} | 400 InvalidRequestException: Invalid token x",
            "/InsightSummaries | {'GroupName':'Default','StartTime':1,'EndTime':2,'MaxResults':0} | 400 ValidationException: 1 validation error detected: Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
            "/InsightSummaries | {'GroupName':'Default','StartTime':1,'EndTime':2,'MaxResults':101} | 400 ValidationException: 1 validation error detected: Value '101' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100",
            "/InsightSummaries | {'GroupName':'Default','StartTime':1,'EndTime':2,'States':['OPEN']} | 400 ValidationException: 1 validation error detected: Value '[OPEN]' at 'states' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [ACTIVE, CLOSED]]",
            "/InsightSummaries | {'GroupName':'Default','StartTime':1,'EndTime':2,'States':['ACTIVE','CLOSED']} | 400 ValidationException: 1 validation error detected: Value '[ACTIVE, CLOSED]' at 'states' failed to satisfy constraint: Member must have length less than or equal to 1",
            "/ListTagsForResource | {} | 400 ValidationException: 1 validation error detected: Value null at 'resourceARN' failed to satisfy constraint: Member must not be null",
            "/ListTagsForResource | {'ResourceARN':''} | 400 ValidationException: 1 validation error detected: Value '0' at 'resourceARN' failed to satisfy constraint: Member must have length greater than or equal to 1",
            "/ListTagsForResource | {'ResourceARN':'mine'} | 400 InvalidRequestException: Invalid resource ARN: mine",
            "/ListTagsForResource | {'ResourceARN':'arn:aws:xray:us-east-1:000000000000:group/mine'} | 404 ResourceNotFoundException: Resource not found"})
    void invalid_input_has_the_error_of_x_ray(String path, String input, String error) {
        assertThat(running.error(path, new JsonObject(input.replace('\'', '"').replace("ID\"", ID + '"'))))
                .isEqualTo(error);
    }

    @ParameterizedTest
    @CsvSource({"MaxResults,51", "NextToken,2001", "ResourceARN,1012", "GroupName,33", "GroupARN,401"})
    void each_bound_of_the_x_ray_model_is_enforced(String member, int tooLarge) {
        var path = switch (member) {
            case "ResourceARN" -> "/ListTagsForResource";
            case "GroupName", "GroupARN" -> "/InsightSummaries";
            default -> "/InsightEvents";
        };
        var input = new JsonObject().put("InsightId", ID).put("StartTime", 1).put("EndTime", 2);

        assertThat(running.error(path,
                input.copy().put(member, member.equals("MaxResults") ? tooLarge : "x".repeat(tooLarge))))
                .startsWith("400 ValidationException: ");
        assertThat(running.error(path,
                input.copy().put(member, member.equals("MaxResults") ? tooLarge - 1 : "x".repeat(tooLarge - 1))))
                .startsWith("400 InvalidRequestException: ");
    }

    @Test
    void an_insight_id_is_a_uuid() {
        for (var path : new String[]{"/Insight", "/InsightEvents", "/InsightImpactGraph"}) {
            assertThat(running.error(path, new JsonObject().put("InsightId", "x")))
                    .startsWith("400 ValidationException: 1 validation error detected: Value 'x' at 'insightId' "
                            + "failed to satisfy constraint: Member must satisfy regular expression pattern: ");
        }
    }

    @Test
    void a_missing_resource_is_named() {
        var reply = running.post("/ListTagsForResource", new JsonObject().put("ResourceARN", "arn:aws:xray:::x"));

        assertThat(reply.body().toJsonObject().getString("ResourceName")).isEqualTo("arn:aws:xray:::x");
    }
}
