package dev.tracegate.embedded.filter;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Node;
import org.jspecify.annotations.Nullable;

/** Which nodes of the graph are meant; what is null is not asked for, so with all null it selects every node. */
public record Selector(@Nullable String name, @Nullable String type, @Nullable String account) {
    static final Selector ANY = new Selector(null, null, null);

    static Selector named(String name) {
        return new Selector(name, null, null);
    }

    /** @param entity by which the node is seen: it knows the account */
    boolean selects(Node node, Entity entity) {
        return (name == null || name.equals(node.name())) && (type == null || type.equals(node.type()))
                && (account == null || account.equals(entity.aws("account_id")));
    }
}
