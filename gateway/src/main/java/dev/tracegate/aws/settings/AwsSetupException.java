package dev.tracegate.aws.settings;

/** The AWS clients cannot be created with these settings. The message is for the operator and names the setting or variable to change. */
public final class AwsSetupException extends RuntimeException {
    public AwsSetupException(String message) {
        super(message);
    }

    public AwsSetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
