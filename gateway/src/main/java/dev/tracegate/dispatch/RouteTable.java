package dev.tracegate.dispatch;

import dev.tracegate.tenant.Destination;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The route of each destination and the endpoint of each Region. Changed on the dispatcher's loop; read from any thread. */
final class RouteTable {
    private final RetryPolicy policy;
    private final DispatchContext context;
    private final Map<Destination, DestinationRoute> routes = new ConcurrentHashMap<>();
    private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();

    RouteTable(RetryPolicy policy, DispatchContext context) {
        this.policy = policy;
        this.context = context;
    }

    /** The route to a destination, created at the first call. */
    DestinationRoute to(Destination destination) {
        var route = routes.get(destination); // the common case, without a lambda
        return route == null ? routes.computeIfAbsent(destination, this::open) : route;
    }

    /** Drops these routes, and endpoints that no route has any more. */
    void release(Predicate<DestinationRoute> unused) {
        for (var route : List.copyOf(routes.values())) {
            if (unused.test(route)) {
                routes.remove(route.destination());
                route.endpoint().remove(route);
                context.capacity().removeRoute();
            }
        }
        endpoints.values().removeIf(endpoint -> endpoint.routes().isEmpty());
    }

    Collection<DestinationRoute> all() {
        return routes.values();
    }

    /** Whether at least one endpoint is reachable, or none was tried. */
    boolean anyReachable() {
        return endpoints.isEmpty() || endpoints.values().stream().anyMatch(Endpoint::reachable);
    }

    /** The measured limit of the slowest route in segments per second; infinite if none is known. */
    double segmentsPerSecond() {
        return routes.values()
                .stream()
                .mapToDouble(route -> route.limiter().segmentsPerSecond())
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private DestinationRoute open(Destination destination) {
        var endpoint = endpoints.computeIfAbsent(destination.region(), region -> policy.endpoint());
        var route = new DestinationRoute(destination, endpoint, policy.limiter(), context);
        endpoint.add(route);
        context.capacity().addRoute();
        return route;
    }
}
