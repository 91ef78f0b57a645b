package dev.tracegate.embedded.filter;

import dev.tracegate.embedded.filter.CauseScope.Element;
import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Node;
import dev.tracegate.embedded.model.RootCause;
import dev.tracegate.embedded.model.RootCause.Step;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A service, an entity or an exception of a root cause.
 *
 * @param name name of the service or entity, type of the exception
 * @param type node type of a service; null for the others
 * @param message message of an exception; null for the others
 * @param index from 0 along the path of the root cause; entities are counted across services
 * @param last whether it is the last of its element type
 * @param remote whether an entity is a call to another node; false for the others
 * @param coverage duration of an entity divided by that of the root; 0 for the others
 */
record CausePart(@Nullable String name, @Nullable String type, @Nullable String message, int index, boolean last,
        boolean remote, double coverage) {

    static List<CausePart> of(RootCause cause, Element element) {
        var steps = cause.services().stream().flatMap(service -> service.path().stream()).toList();
        return switch (element) {
            case SERVICE -> services(cause.services().stream().map(RootCause.Service::node).toList());
            case ENTITY -> entities(steps);
            case EXCEPTION ->
                exceptions(steps.stream().flatMap(step -> step.entity().exceptions()).distinct().toList());
        };
    }

    private static List<CausePart> services(List<Node> nodes) {
        return IntStream.range(0, nodes.size())
                .mapToObj(i -> new CausePart(nodes.get(i).name(), nodes.get(i).type(), null, i, i == nodes.size() - 1,
                        false, 0))
                .toList();
    }

    private static List<CausePart> entities(List<Step> steps) {
        return IntStream.range(0, steps.size())
                .mapToObj(i -> new CausePart(steps.get(i).name(), null, null, i, i == steps.size() - 1,
                        steps.get(i).remote(), steps.get(i).coverage()))
                .toList();
    }

    private static List<CausePart> exceptions(List<Entity.ExceptionInfo> exceptions) {
        return IntStream.range(0, exceptions.size())
                .mapToObj(i -> new CausePart(exceptions.get(i).name(), null, exceptions.get(i).message(), i,
                        i == exceptions.size() - 1, false, 0))
                .toList();
    }
}
