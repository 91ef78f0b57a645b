package dev.tracegate.aws.http;

import dev.tracegate.http.HttpReply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Tells a service's own answer from one of a proxy, firewall, load balancer or captive portal in between. Only the service's own answer can
 * refuse a document, a role or a task for good; any other answer is treated as a transport problem. This is the only place that decides it:
 *
 * <table>
 * <caption>What makes an answer the service's</caption>
 * <tr><th>service</th><th>success</th><th>refusal</th></tr>
 * <tr><td>X-Ray, PutTraceSegments</td><td>200, and a JSON object with the list UnprocessedTraceSegments</td>
 * <td>an error type: the header x-amzn-ErrorType, or __type in a JSON object with a name that {@link ErrorCode} lists</td></tr>
 * <tr><td>X-Ray, sampling calls</td><td>200, and a JSON object with the members of a sampling answer</td><td>the same</td></tr>
 * <tr><td>STS</td><td>200, and XML from which the SDK reads credentials</td><td>XML from which the SDK reads an error code</td></tr>
 * <tr><td>ECS</td><td>200, and JSON that the SDK reads</td><td>JSON from which the SDK reads an error code</td></tr>
 * </table>
 *
 * A request id is recorded if there is one, but never required. {@code docs/operations.md} has the same table.
 */
public final class Provenance {
    static final String ERROR_TYPE = "x-amzn-ErrorType";
    /** Smithy's shape names. X-Ray's longest has 34 characters, so a name of more than 128 is not X-Ray's. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._]{0,127}");

    private Provenance() {}

    /** The error type that makes an answer other than 200 X-Ray's refusal; null if the answer is not X-Ray's. */
    public static @Nullable String errorType(HttpReply reply) {
        var header = name(reply.headers().get(ERROR_TYPE));
        return header == null ? errorType(JsonBody.orEmpty(reply.body())) : header;
    }

    /** The error type in the body, if it is one of X-Ray's; else null. */
    public static @Nullable String errorType(JsonObject body) {
        var type = body.getValue("__type") instanceof String text ? name(text) : null;
        return type == null || ErrorCode.of(type) == ErrorCode.UNKNOWN ? null : type;
    }

    /**
     * The unprocessed entries of a 200 answer to PutTraceSegments. Null if the answer is not X-Ray's: it lacks the list, which X-Ray always
     * sends, or has an error type.
     */
    public static @Nullable JsonArray unprocessed(HttpReply reply) {
        var answer = JsonBody.orEmpty(reply.body());
        boolean isError = reply.headers().contains(ERROR_TYPE) || answer.containsKey("__type");
        return !isError && answer.getValue("UnprocessedTraceSegments") instanceof JsonArray list ? list : null;
    }

    /**
     * Whether a body is an answer to GetSamplingRules: a list of records, each with a rule that has a name.
     *
     * @param firstPage an empty list is then not accepted: X-Ray's first page always has the Default rule, and the Java SDK fails on an
     *     empty list
     */
    public static boolean isSamplingRules(Buffer body, boolean firstPage) {
        return JsonBody.orEmpty(body).getValue("SamplingRuleRecords") instanceof JsonArray records
                && !(firstPage && records.isEmpty()) && records.stream().allMatch(Provenance::isRule);
    }

    /** Whether a body is an answer to GetSamplingTargets: it has the members that the SDKs require. */
    public static boolean isSamplingTargets(Buffer body) {
        var answer = JsonBody.orEmpty(body);
        return answer.getValue("SamplingTargetDocuments") instanceof JsonArray targets
                && targets.stream().allMatch(JsonObject.class::isInstance)
                && answer.getValue("UnprocessedStatistics") instanceof JsonArray
                && answer.getValue("LastRuleModification") instanceof Number;
    }

    /** Whether STS or ECS itself sent the error: the SDK has read an error code from the service's protocol. */
    public static boolean isServices(SdkException error) {
        var details = error instanceof AwsServiceException service ? service.awsErrorDetails() : null;
        return details != null && hasCode(details);
    }

    private static boolean hasCode(AwsErrorDetails details) {
        return details.errorCode() != null && !details.errorCode().isBlank();
    }

    private static boolean isRule(Object record) {
        return record instanceof JsonObject of && of.getValue("SamplingRule") instanceof JsonObject rule
                && rule.getValue("RuleName") instanceof String;
    }

    /** The name in {@code namespace#Name:uri}, whose namespace and URI are optional; null if it is malformed. */
    private static @Nullable String name(@Nullable String type) {
        if (type == null) {
            return null;
        }
        int colon = type.indexOf(':');
        var name = colon < 0 ? type : type.substring(0, colon);
        var plain = name.substring(name.indexOf('#') + 1).strip();
        return NAME.matcher(plain).matches() ? plain : null;
    }
}
