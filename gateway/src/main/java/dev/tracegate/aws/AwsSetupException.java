package dev.tracegate.aws;

/** The edge towards AWS cannot be set up as told. The message is for the operator and names the setting or variable to change. */
public final class AwsSetupException extends RuntimeException {
    AwsSetupException(String message) {
        super(message);
    }

    AwsSetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
