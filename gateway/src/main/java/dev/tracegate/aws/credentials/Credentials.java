package dev.tracegate.aws.credentials;

import dev.tracegate.aws.http.NoCredentialsException;
import io.vertx.core.Future;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** The credentials calls are signed with. Safe from any event loop; blocks none. */
public interface Credentials {

    /**
     * @return already complete while there are good ones; else completes, on the caller's event loop, when the fetch under way ends. Fails
     *     with {@link NoCredentialsException}.
     */
    Future<AwsCredentialsIdentity> current();

    /** X-Ray says these have expired. They are not given out again; a late report about ones already replaced changes nothing. */
    void invalidate(AwsCredentialsIdentity rejected);

    CredentialState state();
}
