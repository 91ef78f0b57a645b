package dev.tracegate.aws.settings;

/** The edge towards AWS cannot be set up as told. The message is for the operator and names the setting or variable to change. */
public final class AwsSetupException extends RuntimeException {
    public AwsSetupException(String message) {
        super(message);
    }

    public AwsSetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
