package dev.tracegate.aws.tenants;

import dev.tracegate.aws.credentials.RoleSession;
import dev.tracegate.aws.http.JsonBody;
import dev.tracegate.aws.metadata.MetadataHttp;
import dev.tracegate.aws.settings.AwsEnvironment;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ECS cluster of the gateway's own task, by its name. */
public final class OwnCluster {
    private static final Logger LOG = LoggerFactory.getLogger(OwnCluster.class);

    private static final int TRIES = 4;

    private OwnCluster() {}

    /** Blocks, for some milliseconds where all is well and three seconds at most. Null outside of ECS. */
    static @Nullable String find(AwsEnvironment env) {
        var base = env.get("ECS_CONTAINER_METADATA_URI_V4");
        if (base == null) {
            return null;
        }
        try {
            var task = JsonBody.orEmpty(Buffer.buffer(read(URI.create(base + "/task"))));
            return task.getValue("Cluster") instanceof String text ? name(text) : null;
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("no cluster from the ECS task metadata: sessions of tenants' roles go without the tag {}: {}",
                    RoleSession.CLUSTER_TAG, e.toString());
            return null;
        }
    }

    /** More than once: all tasks of a host share 40 answers a second, and start together. Without the tag roles that pin it are denied. */
    private static String read(URI task) throws IOException {
        var last = new IOException("no call was made");
        for (int i = 0; i < TRIES; i++) {
            try {
                return MetadataHttp.get(task, Map.of());
            } catch (IOException failed) {
                last = failed;
            }
        }
        throw last;
    }

    /** The agent reports the cluster's ARN in some versions, and its name in others. */
    public static String name(String nameOrArn) {
        return nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1);
    }
}
