package dev.tracegate.aws.http;

import dev.tracegate.dispatch.SendOutcome.Verdict;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the error codes of X-Ray mean: those of a call that was refused as a whole, and those of single segments in a 200. The names are those
 * of X-Ray's API model, of the JSON protocol in front of it, and of the SDK's retry classification; they are compared without regard to case.
 */
public enum ErrorCode {
    /** X-Ray asks for fewer calls. The SDK's list. */
    THROTTLED("Throttling", "ThrottlingException", "ThrottledException", "ProvisionedThroughputExceededException",
            "SlowDown", "TooManyRequestsException", "TooManyRequests", "RequestLimitExceeded", "BandwidthLimitExceeded",
            "RequestThrottled", "RequestThrottledException", "EC2ThrottledException", "TransactionInProgressException",
            "LimitExceededException", "429"),
    /** X-Ray's own trouble, or a timeout: the same call may succeed later. The SDK's list, and the protocol's names of a 5xx. */
    PASSING("PriorRequestNotComplete", "RequestTimeout", "RequestTimeoutException", "InternalError", "InternalFailure",
            "InternalFailureException", "InternalServerError", "InternalServerException", "InternalServiceError",
            "InternalServiceException", "ServiceException", "ServiceFailure", "ServiceUnavailable",
            "ServiceUnavailableException", "500", "502", "503", "504"),
    /** The session's credentials have expired. */
    EXPIRED("ExpiredToken", "ExpiredTokenException"),
    /** The signature's time is too far from X-Ray's. The SDK's list. */
    CLOCK_SKEW("RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"),
    /** Not allowed, or the credentials are not accepted: for an operator to put right. */
    DENIED("AccessDenied", "AccessDeniedException", "UnrecognizedClient", "UnrecognizedClientException",
            "InvalidClientTokenId", "InvalidClientTokenIdException", "MissingAuthenticationToken",
            "MissingAuthenticationTokenException", "InvalidSignatureException", "SignatureDoesNotMatch",
            "IncompleteSignature", "IncompleteSignatureException", "OptInRequired", "NotAuthorized", "AuthFailure",
            "UnknownOperationException"),
    /** The request or the document is at fault. X-Ray's model and the protocol's, then the codes of single segments. */
    FINAL("InvalidRequestException", "ValidationException", "ValidationError", "SerializationException",
            "MalformedHttpRequestException", "RequestEntityTooLargeException", "RequestTooLargeException",
            "ResourceNotFoundException", "RuleLimitExceededException", "TooManyTagsException", "ParseError",
            "UnknownType", "MissingId", "InvalidId", "MissingName", "InvalidName", "MissingTraceId", "InvalidTraceId",
            "MissingStartTime", "InvalidStartTime", "MissingEndTime", "InvalidEndTime", "InProgressSegmentHasEndTime",
            "InProgressSubsegmentHasEndTime", "MissingParentId", "InvalidParentId", "InvalidSegment"),
    /** In none of these lists. */
    UNKNOWN;

    private static final Map<String, ErrorCode> BY_NAME = byName();

    private final String[] names;

    ErrorCode(String... names) {
        this.names = names;
    }

    /** @param name of any case; may be empty */
    public static ErrorCode of(String name) {
        return BY_NAME.getOrDefault(name.toLowerCase(Locale.ROOT), UNKNOWN);
    }

    /**
     * The verdict for a single segment of an accepted batch. Codes of access and clock do not occur there, because they refuse the whole call.
     */
    public Verdict ofSegment() {
        return switch (this) {
            case THROTTLED -> Verdict.THROTTLED;
            case PASSING -> Verdict.PASSING;
            case FINAL -> Verdict.FINAL;
            case EXPIRED, CLOCK_SKEW, DENIED, UNKNOWN -> Verdict.UNKNOWN;
        };
    }

    private static Map<String, ErrorCode> byName() {
        var byName = new HashMap<String, ErrorCode>();
        for (var code : values()) {
            for (var name : code.names) {
                byName.put(name.toLowerCase(Locale.ROOT), code);
            }
        }
        return Map.copyOf(byName);
    }
}
