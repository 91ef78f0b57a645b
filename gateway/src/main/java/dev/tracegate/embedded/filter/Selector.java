package dev.tracegate.embedded.filter;

import dev.tracegate.embedded.model.Entity;
import dev.tracegate.embedded.model.Node;
import org.jspecify.annotations.Nullable;

/**
 * Selects nodes of the service graph. A null component matches any value.
 *
 * @param name exact name
 * @param type exact node type
 * @param account AWS account id in the {@code aws} block of the entity
 */
public record Selector(@Nullable String name, @Nullable String type, @Nullable String account) {
    static final Selector ANY = new Selector(null, null, null);

    static Selector named(String name) {
        return new Selector(name, null, null);
    }

    /** @param entity the occurrence of the node in a trace, which has the account id */
    boolean selects(Node node, Entity entity) {
        return (name == null || name.equals(node.name())) && (type == null || type.equals(node.type()))
                && (account == null || account.equals(entity.aws("account_id")));
    }
}
