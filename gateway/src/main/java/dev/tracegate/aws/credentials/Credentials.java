package dev.tracegate.aws.credentials;

import dev.tracegate.aws.http.NoCredentialsException;
import dev.tracegate.tenant.CredentialState;
import io.vertx.core.Future;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** The credentials that calls are signed with. Any event loop; never blocks. */
public interface Credentials {

    /**
     * The credentials to sign a call with.
     *
     * @return already complete while valid credentials are held; else completes, on the caller's event loop, when the fetch under way ends.
     *     Fails
     * with {@link NoCredentialsException}.
     */
    Future<AwsCredentialsIdentity> current();

    /** Discards credentials that AWS reported as expired. A late report about credentials that were already replaced changes nothing. */
    void invalidate(AwsCredentialsIdentity rejected);

    CredentialState state();
}
