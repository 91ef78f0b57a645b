package dev.tracegate.aws.credentials;

import dev.tracegate.aws.http.Provenance;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryUtils;

/** STS did not give a role's credentials. Carries no stack: it is an expected state. */
final class RoleRefused extends RuntimeException {
    // the spellings of the query protocol and of the others
    private static final Set<String> OWN = Set.of("ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId",
            "UnrecognizedClientException");
    private static final Set<String> TENANTS = Set.of("AccessDenied", "AccessDeniedException",
            "RegionDisabledException", "MalformedPolicyDocument", "MalformedPolicyDocumentException",
            "PackedPolicyTooLarge", "PackedPolicyTooLargeException", "ValidationError", "ValidationException");

    private final Scope scope;

    /** Whose trouble it is, which decides how soon STS is asked again. */
    enum Scope {
        /** The role's owner or the tenant's configuration must change; and IAM takes a while to see it. */
        TENANT(Duration.ofSeconds(30), Duration.ofMinutes(10)),
        /** The gateway's own credentials are at an end. */
        GATEWAY(Duration.ofSeconds(1), Duration.ofMinutes(1)),
        /** STS wants fewer calls from everyone in the account. */
        THROTTLED(Duration.ofSeconds(2), Duration.ofMinutes(1)),
        /** No answer, or 5xx. */
        PASSING(Duration.ofSeconds(1), Duration.ofMinutes(1));

        private final RefreshPlan.Pauses pauses;

        Scope(Duration first, Duration longest) {
            this.pauses = new RefreshPlan.Pauses(first, longest);
        }

        RefreshPlan.Pauses pauses() {
            return pauses;
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
            return Scope.PASSING; // whatever its status: of something on the way
        }
        var code = code(details);
        if (OWN.contains(code)) {
            return Scope.GATEWAY;
        }
        return TENANTS.contains(code) ? Scope.TENANT : Scope.PASSING;
    }

    private static String code(@Nullable AwsErrorDetails details) {
        return details == null || details.errorCode() == null ? "" : details.errorCode();
    }

    private static String text(SdkException error, @Nullable AwsErrorDetails details) {
        return details == null || !Provenance.isServices(error)
                ? "STS could not be asked: " + error.getMessage()
                : "STS answers " + code(details) + ": " + details.errorMessage();
    }

    /** What to do, by the action that STS names. */
    private static String hint(Scope scope, @Nullable AwsErrorDetails details) {
        if (scope != Scope.TENANT || details == null) {
            return "";
        }
        var message = String.valueOf(details.errorMessage());
        if (message.contains("sts:TagSession")) {
            return "; let the role's trust policy allow sts:TagSession, or set the tenant's sessionTags: false";
        }
        if (message.contains("sts:SetSourceIdentity")) {
            return "; let the role's trust policy allow sts:SetSourceIdentity, or set the tenant's sourceIdentity: false";
        }
        return switch (code(details)) {
            case "RegionDisabledException" -> "; switch the Region on in the account of the role";
            case "AccessDenied", "AccessDeniedException" ->
                "; the role's trust policy must let the gateway's role assume it, with this tenant's external id, tags"
                        + " and source identity";
            default -> "";
        };
    }
}
