package dev.tracegate.aws.credentials;

import dev.tracegate.aws.http.Provenance;
import dev.tracegate.retry.Backoff;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryUtils;

/** STS did not issue a role's credentials. An expected state, so it has no stack trace. */
final class RoleRefused extends RuntimeException {
    // error codes as spelled by the query protocol and by the other protocols
    private static final Set<String> OWN = Set.of("ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId",
            "UnrecognizedClientException");
    private static final Set<String> TENANTS = Set.of("AccessDenied", "AccessDeniedException",
            "RegionDisabledException", "MalformedPolicyDocument", "MalformedPolicyDocumentException",
            "PackedPolicyTooLarge", "PackedPolicyTooLargeException", "ValidationError", "ValidationException");

    private final Scope scope;

    /** What the refusal affects. It decides how long to wait before the next call. */
    enum Scope {
        /** The role's trust policy or the tenant's configuration must change. IAM needs a while to apply a change. */
        TENANT(Duration.ofSeconds(30), Duration.ofMinutes(10)),
        /** The gateway's own credentials have expired. */
        GATEWAY(Duration.ofSeconds(1), Duration.ofMinutes(1)),
        /** STS throttles the account. */
        THROTTLED(Duration.ofSeconds(2), Duration.ofMinutes(1)),
        /** No answer, or 5xx; the same call may succeed later. */
        TRANSIENT(Duration.ofSeconds(1), Duration.ofMinutes(1));

        private final Duration first;
        private final Duration longest;

        Scope(Duration first, Duration longest) {
            this.first = first;
            this.longest = longest;
        }

        /** The pauses between fetches while this lasts. At least half of each is certain; a fleet that lost STS does not return at once. */
        Backoff pauses(RandomGenerator random) {
            return Backoff.halfJitter(first, longest, random);
        }
    }

    private RoleRefused(Scope scope, String message) {
        super(message, null, false, false);
        this.scope = scope;
    }

    static RoleRefused of(RoleSession session, SdkException error) {
        var details = error instanceof AwsServiceException service ? service.awsErrorDetails() : null;
        var scope = scope(error, details);
        return new RoleRefused(scope, session.role() + ": " + text(error, details) + hint(scope, details));
    }

    Scope scope() {
        return scope;
    }

    private static Scope scope(SdkException error, @Nullable AwsErrorDetails details) {
        if (RetryUtils.isThrottlingException(error)) {
            return Scope.THROTTLED;
        }
        if (!Provenance.isServices(error)) {
            return Scope.TRANSIENT; // not STS's answer, whatever its status
        }
        var code = code(details);
        if (OWN.contains(code)) {
            return Scope.GATEWAY;
        }
        return TENANTS.contains(code) ? Scope.TENANT : Scope.TRANSIENT;
    }

    private static String code(@Nullable AwsErrorDetails details) {
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    private static String text(SdkException error, @Nullable AwsErrorDetails details) {
        return details == null || !Provenance.isServices(error)
                ? "STS could not be reached: " + error.getMessage()
                : "STS answered " + code(details) + ": " + details.errorMessage();
    }

    /** What the operator should change, derived from the action that STS names. */
    private static String hint(Scope scope, @Nullable AwsErrorDetails details) {
        if (scope != Scope.TENANT || details == null) {
            return "";
        }
        var message = String.valueOf(details.errorMessage());
        if (message.contains("sts:TagSession")) {
            return "; allow sts:TagSession in the role's trust policy, or set the tenant's sessionTags: false";
        }
        if (message.contains("sts:SetSourceIdentity")) {
            return "; allow sts:SetSourceIdentity in the role's trust policy, or set the tenant's sourceIdentity: false";
        }
        return switch (code(details)) {
            case "RegionDisabledException" -> "; enable the Region in the account of the role";
            case "AccessDenied", "AccessDeniedException" ->
                "; the role's trust policy must let the gateway's role assume it, with this tenant's external id, tags"
                        + " and source identity";
            default -> "";
        };
    }
}
