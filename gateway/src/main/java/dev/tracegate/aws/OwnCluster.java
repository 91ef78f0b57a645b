package dev.tracegate.aws;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ECS cluster of the gateway's own task, by its name. */
final class OwnCluster {
    private static final Logger LOG = LoggerFactory.getLogger(OwnCluster.class);

    private OwnCluster() {}

    /** Blocks for up to a second. Null outside of ECS. */
    static @Nullable String find(Environment env) {
        var base = env.get("ECS_CONTAINER_METADATA_URI_V4");
        if (base == null) {
            return null;
        }
        try {
            var task = JsonBody.orEmpty(Buffer.buffer(MetadataHttp.get(URI.create(base + "/task"), Map.of())));
            return task.getValue("Cluster") instanceof String text ? name(text) : null;
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("no cluster from the ECS task metadata: sessions of tenants' roles go without the tag {}: {}",
                    RoleSession.CLUSTER_TAG, e.toString());
            return null;
        }
    }

    /** The agent says its ARN in some versions, and its name in others. */
    static String name(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }
}
