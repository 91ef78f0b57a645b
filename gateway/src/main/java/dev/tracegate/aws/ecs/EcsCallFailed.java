package dev.tracegate.aws.ecs;

import dev.tracegate.aws.http.Provenance;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryUtils;

/** ECS could not be asked. Carries no stack: it is an expected state, and the message is for the operator. */
final class EcsCallFailed extends RuntimeException {
    private static final String EXPIRED = "ExpiredToken";

    private final boolean expired;
    private final boolean throttled;

    private EcsCallFailed(String message, boolean expired, boolean throttled) {
        super(message, null, false, false);
        this.expired = expired;
        this.throttled = throttled;
    }

    /** @param action such as {@code ecs:DescribeTasks} */
    static EcsCallFailed of(String action, SdkException error) {
        if (RetryUtils.isThrottlingException(error)) {
            return new EcsCallFailed("ECS throttles " + action
                    + "; everyone in the account and Region shares its quota", false, true);
        }
        var details = error instanceof AwsServiceException service ? service.awsErrorDetails() : null;
        if (details == null || !Provenance.isServices(error)) {
            return new EcsCallFailed(action + ": ECS could not be asked: " + error.getMessage(), false, false);
        }
        var code = String.valueOf(details.errorCode());
        return new EcsCallFailed(
                action + ": ECS answers " + code + ": " + details.errorMessage()
                        + (code.startsWith("AccessDenied") ? "; the gateway's role must allow it" : ""),
                code.startsWith(EXPIRED), false);
    }

    /** The answer, of ECS or of something on the way, does not mention some of the tasks. */
    static EcsCallFailed incomplete(String action, int silent, int asked) {
        return new EcsCallFailed(action + ": the answer says nothing of " + silent + " of " + asked + " tasks", false,
                false);
    }

    /** Whether the gateway's own credentials were the reason. */
    boolean expired() {
        return expired;
    }

    boolean throttled() {
        return throttled;
    }
}
