package dev.tracegate.aws.metadata;

import dev.tracegate.aws.settings.AwsEnvironment;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which machine telemetry records speak of; empty where unknown, which is usual on Fargate and no cause for noise. */
public record HostIdentity(String hostname, String instanceId) {
    private static final Logger LOG = LoggerFactory.getLogger(HostIdentity.class);

    /** Variables, else instance metadata. Blocks for up to 3 s where that does not answer. */
    public static HostIdentity find(AwsEnvironment env, boolean localMode) {
        var metadata = localMode ? null : InstanceMetadata.in(env);
        return new HostIdentity(
                known(env.get("AWS_HOSTNAME"), "hostname", metadata == null ? null : metadata::hostname),
                known(env.get("AWS_INSTANCE_ID"), "instance id", metadata == null ? null : metadata::instanceId));
    }

    private static String known(@Nullable String told, String what, @Nullable Question question) {
        if (told != null || question == null) {
            return told == null ? "" : told;
        }
        try {
            return question.ask();
        } catch (IOException e) {
            LOG.debug("no {} from EC2 metadata: {}", what, e.toString());
            return "";
        }
    }

    private interface Question {
        String ask() throws IOException;
    }
}
