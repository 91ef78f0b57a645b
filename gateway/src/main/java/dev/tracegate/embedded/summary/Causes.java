package dev.tracegate.embedded.summary;

import dev.tracegate.embedded.model.RootCause;
import dev.tracegate.embedded.model.RootCause.Service;
import dev.tracegate.embedded.model.RootCause.Step;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/** Writes root causes in the wire format of a summary. */
final class Causes {
    private Causes() {}

    static JsonArray failures(List<RootCause> causes) {
        return json(causes, step -> step(step).put("Exceptions", exceptions(step)));
    }

    static JsonArray delays(List<RootCause> causes) {
        return json(causes, step -> step(step).put("Coverage", step.coverage()));
    }

    private static JsonArray json(List<RootCause> causes, Function<Step, JsonObject> step) {
        return TraceSummary.array(causes.stream()
                .map(cause -> new JsonObject().put("ClientImpacting", cause.clientImpacting())
                        .put("Services",
                                TraceSummary.array(cause.services().stream().map(it -> service(it, step))))));
    }

    private static JsonObject service(Service service, Function<Step, JsonObject> step) {
        return TraceSummary.serviceId(service.node())
                .put("Inferred", service.inferred())
                .put("EntityPath", TraceSummary.array(service.path().stream().map(step)));
    }

    private static JsonObject step(Step step) {
        return new JsonObject().put("Name", step.name()).put("Remote", step.remote());
    }

    private static JsonArray exceptions(Step step) {
        return TraceSummary.array(step.entity()
                .exceptions()
                .map(exception -> new JsonObject().put("Name", exception.name())
                        .put("Message", exception.message())));
    }
}
