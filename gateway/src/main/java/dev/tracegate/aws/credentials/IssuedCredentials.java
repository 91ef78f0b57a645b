package dev.tracegate.aws.credentials;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Credentials as a source issued them.
 *
 * @param expiry null for keys that do not expire
 * @param source its name, for operators
 */
record IssuedCredentials(AwsCredentialsIdentity identity, @Nullable Instant expiry, String source) {

    static IssuedCredentials of(AwsCredentialsIdentity identity, String source) {
        return new IssuedCredentials(identity, identity.expirationTime().orElse(null), source);
    }

    /** The access key id with its middle masked, as logs and the admin API show it. */
    String maskedKeyId() {
        var id = identity.accessKeyId();
        return id.length() <= 8 ? "****" : id.substring(0, 4) + "****" + id.substring(id.length() - 4);
    }

    @Override
    public String toString() {
        return source + " " + maskedKeyId();
    }
}
