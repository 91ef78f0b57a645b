package dev.tracegate.aws.metadata;

import dev.tracegate.aws.settings.AwsEnvironment;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host named in telemetry records. A value is empty if it is unknown, which is usual on Fargate and therefore logged at debug level
 * only.
 */
public record HostIdentity(String hostname, String instanceId) {
    private static final Logger LOG = LoggerFactory.getLogger(HostIdentity.class);

    /** Reads AWS_HOSTNAME and AWS_INSTANCE_ID, else the instance metadata, which blocks for up to 3 s if it does not answer. */
    public static HostIdentity find(AwsEnvironment env, boolean localMode) {
        var metadata = localMode ? null : InstanceMetadata.in(env);
        return new HostIdentity(
                lookUp(env.get("AWS_HOSTNAME"), "hostname", metadata == null ? null : metadata::hostname),
                lookUp(env.get("AWS_INSTANCE_ID"), "instance id", metadata == null ? null : metadata::instanceId));
    }

    private static String lookUp(@Nullable String configured, String what, @Nullable Lookup lookup) {
        if (configured != null || lookup == null) {
            return configured == null ? "" : configured;
        }
        try {
            return lookup.find();
        } catch (IOException e) {
            LOG.debug("no {} from EC2 metadata: {}", what, e.toString());
            return "";
        }
    }

    private interface Lookup {
        String find() throws IOException;
    }
}
