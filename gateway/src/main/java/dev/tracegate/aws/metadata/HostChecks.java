package dev.tracegate.aws.metadata;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What about the instance, as its metadata service shows it, makes tenants weaker than they could be; each with its remedy. Nothing of it
 * keeps the gateway from starting.
 *
 * @param metadata null where it is not to be asked
 */
public record HostChecks(@Nullable InstanceMetadata metadata) {

    /** Blocks for up to 1.5 s. */
    public List<String> warnings() {
        var warnings = new ArrayList<String>();
        if (metadata != null && answersWithoutToken(metadata)) {
            warnings.add(
                    "The instance metadata service answers without a token, so a task that can be made to fetch a URL gives away the"
                            + " instance's role, and with it every task's: run `aws ec2 modify-instance-metadata-options --instance-id … --http-tokens"
                            + " required --http-put-response-hop-limit 1`, and keep tasks from 169.254.169.254");
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
