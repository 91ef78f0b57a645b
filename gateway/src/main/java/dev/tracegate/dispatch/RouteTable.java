package dev.tracegate.dispatch;

import dev.tracegate.tenant.Destination;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The routes there are, one a destination, and the endpoints, one a Region. Changed on the dispatcher's loop; read from any thread. */
final class RouteTable {
    private final RetryPolicy policy;
    private final DispatchContext shared;
    private final Map<Destination, DestinationRoute> routes = new ConcurrentHashMap<>();
    private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();

    RouteTable(RetryPolicy policy, DispatchContext shared) {
        this.policy = policy;
        this.shared = shared;
    }

    /** Made when it is first asked for. */
    DestinationRoute to(Destination destination) {
        var route = routes.get(destination); // the common case, without a lambda
        return route == null ? routes.computeIfAbsent(destination, this::open) : route;
    }

    Collection<DestinationRoute> all() {
        return routes.values();
    }

    /** Whether any endpoint can be reached, or none was tried. */
    boolean anyReachable() {
        return endpoints.isEmpty() || endpoints.values().stream().anyMatch(Endpoint::reachable);
    }

    /** Of the slowest; infinite where no ceiling is known. */
    double segmentsPerSecond() {
        return routes.values()
                .stream()
                .mapToDouble(route -> route.pace().segmentsPerSecond())
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private DestinationRoute open(Destination destination) {
        var endpoint = endpoints.computeIfAbsent(destination.region(), region -> policy.endpoint());
        var route = new DestinationRoute(destination, endpoint, policy.pace(), shared);
        endpoint.add(route);
        shared.capacity().addRoute();
        return route;
    }
}
