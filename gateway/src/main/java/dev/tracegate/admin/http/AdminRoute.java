package dev.tracegate.admin.http;

import io.vertx.core.Future;
import java.util.Optional;
import java.util.function.Function;

/**
 * A page and where it is.
 *
 * @param path may have one {@code {parameter}} as one of its steps, which stands for any text without a slash
 * @param meaning for the index
 * @param answer asked on the admin server's loop; may answer on any
 */
public record AdminRoute(String path, String meaning, Function<AdminRequest, Future<AdminResponse>> answer) {

    /** For a page that is made at once. */
    public static AdminRoute of(String path, String meaning, Function<AdminRequest, AdminResponse> page) {
        return new AdminRoute(path, meaning, question -> Future.succeededFuture(page.apply(question)));
    }

    /** What stands for the parameter in a path that is this route's, empty text where the route has none; empty for another path. */
    public Optional<String> match(String asked) {
        int open = path.indexOf('{');
        if (open < 0) {
            return asked.equals(path) ? Optional.of("") : Optional.empty();
        }
        var before = path.substring(0, open);
        var after = path.substring(path.indexOf('}') + 1);
        if (asked.length() <= before.length() + after.length() || !asked.startsWith(before) || !asked.endsWith(after)) {
            return Optional.empty();
        }
        var parameter = asked.substring(before.length(), asked.length() - after.length());
        return parameter.contains("/") ? Optional.empty() : Optional.of(parameter);
    }
}
