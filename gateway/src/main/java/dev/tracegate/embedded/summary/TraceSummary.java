package dev.tracegate.embedded.summary;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Node;
import dev.tracegate.embedded.model.RootCause;
import dev.tracegate.embedded.model.Trace;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The summary of a trace in the wire format of GetTraceSummaries. Unknown values are explicit nulls, as in X-Ray's replies. For any thread. */
public final class TraceSummary {
    private final Trace trace;
    private final Optional<Entity> root;

    private TraceSummary(Trace trace) {
        this.trace = trace;
        this.root = trace.root();
    }

    /** The summary as JSON. {@code MatchedEventTime} is null; a search with time range type Event or Service sets it. */
    public static JsonObject of(Trace trace) {
        return new TraceSummary(trace).json();
    }

    private JsonObject json() {
        var summary = new JsonObject().put("Id", trace.id())
                .put("StartTime", trace.startTime())
                .put("Duration", orNull(trace.duration()))
                .put("ResponseTime", orNull(root.map(Entity::duration).orElse(OptionalDouble.empty())));
        outcome(summary);
        contents(summary);
        return summary.put("FaultRootCauses", Causes.failures(RootCause.faults(trace)))
                .put("ErrorRootCauses", Causes.failures(RootCause.errors(trace)))
                .put("ResponseTimeRootCauses", Causes.delays(RootCause.delays(trace)))
                .put("Revision", trace.revision())
                .putNull("MatchedEventTime");
    }

    /** Taken from the root only. X-Ray's model says "one or more segments", but recorded replies show the root's values. */
    private void outcome(JsonObject summary) {
        summary.put("HasFault", root(Entity::fault))
                .put("HasError", root(Entity::error))
                .put("HasThrottle", root(Entity::throttle))
                .put("IsPartial", trace.partial())
                .put("Http", http())
                .put("EntryPoint", root.map(Node::of).map(TraceSummary::serviceId).orElse(null));
    }

    private void contents(JsonObject summary) {
        summary.put("Annotations", Annotations.of(trace))
                .put("Users",
                        distinct(Entity::user, user -> new JsonObject().put("UserName", user).putNull("ServiceIds")))
                .put("ServiceIds", array(trace.nodes().stream().map(TraceSummary::serviceId)))
                .put("ResourceARNs", distinct(Entity::resourceArn, arn -> new JsonObject().put("ARN", arn)))
                .put("InstanceIds", distinct(it -> it.ec2("instance_id"), id -> new JsonObject().put("Id", id)))
                .put("AvailabilityZones",
                        distinct(it -> it.ec2("availability_zone"), zone -> new JsonObject().put("Name", zone)));
    }

    private boolean root(Predicate<Entity> property) {
        return root.filter(property).isPresent();
    }

    /** Never null: Grafana reads its members without a check. */
    private JsonObject http() {
        var status = root.map(Entity::status).filter(it -> it.isPresent()).map(it -> it.getAsInt());
        return new JsonObject().put("HttpURL", request("url"))
                .put("HttpStatus", status.orElse(null))
                .put("HttpMethod", request("method"))
                .put("UserAgent", request("user_agent"))
                .put("ClientIp", request("client_ip"));
    }

    private @Nullable String request(String field) {
        return root.map(segment -> segment.request(field)).orElse(null);
    }

    private JsonArray distinct(Function<Entity, @Nullable String> field, Function<String, JsonObject> json) {
        var values = trace.entities().flatMap(entity -> Stream.ofNullable(field.apply(entity))).distinct();
        return array(values.map(json));
    }

    /** A node as X-Ray's ServiceId. AccountId is null, as in X-Ray for traces of one account. */
    static JsonObject serviceId(Node node) {
        return new JsonObject().put("Name", node.name())
                .put("Names", new JsonArray().add(node.name()))
                .putNull("AccountId")
                .put("Type", node.type());
    }

    static JsonArray array(Stream<JsonObject> objects) {
        return objects.collect(JsonArray::new, JsonArray::add, JsonArray::addAll);
    }

    private static @Nullable Double orNull(OptionalDouble number) {
        return number.isPresent() ? (Double) number.getAsDouble() : null;
    }
}
