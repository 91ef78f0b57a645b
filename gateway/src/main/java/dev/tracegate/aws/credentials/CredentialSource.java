package dev.tracegate.aws.credentials;

/** A source of credentials. Keeps no state between two calls. */
public interface CredentialSource {

    /**
     * Fetches credentials. Blocks, usually for less than a second; called on a worker thread.
     *
     * @throws RuntimeException if there are none; the message is for the operator
     */
    IssuedCredentials fetch();
}
