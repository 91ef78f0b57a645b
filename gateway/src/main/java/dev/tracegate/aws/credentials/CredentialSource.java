package dev.tracegate.aws.credentials;

/** Where credentials come from. Keeps nothing between two calls. */
public interface CredentialSource {

    /**
     * Blocks, for seconds at worst; called on a worker thread.
     *
     * @throws RuntimeException with a message for the operator where there are none
     */
    IssuedCredentials fetch();
}
