package dev.tracegate.aws.ecs;

import dev.tracegate.aws.http.Provenance;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryUtils;

/** A call to ECS failed. An expected state, so it has no stack trace; the message is for the operator. */
final class EcsCallFailed extends RuntimeException {
    private static final String EXPIRED = "ExpiredToken";

    private final boolean expired;
    private final boolean throttled;

    private EcsCallFailed(String message, boolean expired, boolean throttled) {
        super(message, null, false, false);
        this.expired = expired;
        this.throttled = throttled;
    }

    /**
     * Classifies the SDK's error.
     *
     * @param action such as {@code ecs:DescribeTasks}
     */
    static EcsCallFailed of(String action, SdkException error) {
        if (RetryUtils.isThrottlingException(error)) {
            return new EcsCallFailed("ECS throttles " + action
                    + "; everyone in the account and Region shares its quota", false, true);
        }
        var details = error instanceof AwsServiceException service ? service.awsErrorDetails() : null;
        if (details == null || !Provenance.isServices(error)) {
            return new EcsCallFailed(action + ": ECS could not be reached: " + error.getMessage(), false, false);
        }
        var code = String.valueOf(details.errorCode());
        return new EcsCallFailed(
                action + ": ECS answered " + code + ": " + details.errorMessage()
                        + (code.startsWith("AccessDenied") ? "; allow it in the policy of the gateway's role" : ""),
                code.startsWith(EXPIRED), false);
    }

    /** The answer, from ECS or from a proxy, lists some of the tasks neither as found nor as missing. */
    static EcsCallFailed incomplete(String action, int unmentioned, int requested) {
        return new EcsCallFailed(action + ": the answer lacks " + unmentioned + " of " + requested + " tasks", false,
                false);
    }

    /** Whether the call failed because the gateway's own credentials have expired. */
    boolean expired() {
        return expired;
    }

    boolean throttled() {
        return throttled;
    }
}
