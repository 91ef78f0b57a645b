package dev.tracegate.aws.credentials;

import dev.tracegate.tenant.CredentialState;
import io.vertx.core.Future;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** One role's credentials. They are looked up at each call, since {@link RoleCredentials} drops and recreates them. */
public record SessionCredentials(RoleCredentials roles, RoleSession session) implements Credentials {

    @Override
    public Future<AwsCredentialsIdentity> current() {
        return roles.of(session).current();
    }

    @Override
    public void invalidate(AwsCredentialsIdentity rejected) {
        roles.of(session).invalidate(rejected);
    }

    @Override
    public CredentialState state() {
        return roles.of(session).state();
    }
}
