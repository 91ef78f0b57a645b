package dev.tracegate.aws.metadata;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds settings of the EC2 instance that weaken the isolation of its tasks. Each is a warning with its remedy; none prevents the start.
 *
 * @param metadata null if it must not be called
 */
public record HostChecks(@Nullable InstanceMetadata metadata) {

    /** Blocks for up to 1.5 s. */
    public List<String> warnings() {
        var warnings = new ArrayList<String>();
        if (metadata != null && answersWithoutToken(metadata)) {
            warnings.add(
                    "The instance metadata service answers without a token: a task that can be made to fetch a URL exposes the"
                            + " instance's role, and with it every task's role. Run `aws ec2 modify-instance-metadata-options --instance-id … --http-tokens"
                            + " required --http-put-response-hop-limit 1`, and block 169.254.169.254 for tasks.");
        }
        return warnings;
    }

    private static boolean answersWithoutToken(InstanceMetadata metadata) {
        try {
            metadata.readWithoutToken("instance-id");
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
