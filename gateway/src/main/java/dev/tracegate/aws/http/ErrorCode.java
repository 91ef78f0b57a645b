package dev.tracegate.aws.http;

import dev.tracegate.dispatch.SendOutcome.Verdict;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The meaning of X-Ray's error codes: those that refuse a whole call, and those of single segments in an answer of 200. The names come from
 * X-Ray's API model, from the JSON protocol and from the SDK's retry classification. They are compared without regard to case.
 */
public enum ErrorCode {
    /** X-Ray throttles. Source: the SDK's list. */
    THROTTLED("Throttling", "ThrottlingException", "ThrottledException", "ProvisionedThroughputExceededException",
            "SlowDown", "TooManyRequestsException", "TooManyRequests", "RequestLimitExceeded", "BandwidthLimitExceeded",
            "RequestThrottled", "RequestThrottledException", "EC2ThrottledException", "TransactionInProgressException",
            "LimitExceededException", "429"),
    /**
     * A failure of X-Ray's own, or a timeout: the same call may succeed later. Sources: the SDK's list, and the protocol's names of 5xx
     * errors.
     */
    PASSING("PriorRequestNotComplete", "RequestTimeout", "RequestTimeoutException", "InternalError", "InternalFailure",
            "InternalFailureException", "InternalServerError", "InternalServerException", "InternalServiceError",
            "InternalServiceException", "ServiceException", "ServiceFailure", "ServiceUnavailable",
            "ServiceUnavailableException", "500", "502", "503", "504"),
    /** The credentials have expired. */
    EXPIRED("ExpiredToken", "ExpiredTokenException"),
    /** The signature's time differs too much from X-Ray's. Source: the SDK's list. */
    CLOCK_SKEW("RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"),
    /** The call is not allowed, or the credentials are not accepted: an operator has to act. */
    DENIED("AccessDenied", "AccessDeniedException", "UnrecognizedClient", "UnrecognizedClientException",
            "InvalidClientTokenId", "InvalidClientTokenIdException", "MissingAuthenticationToken",
            "MissingAuthenticationTokenException", "InvalidSignatureException", "SignatureDoesNotMatch",
            "IncompleteSignature", "IncompleteSignatureException", "OptInRequired", "NotAuthorized", "AuthFailure",
            "UnknownOperationException"),
    /** The request or the document is invalid. Sources: X-Ray's model, the protocol, then the codes of single segments. */
    FINAL("InvalidRequestException", "ValidationException", "ValidationError", "SerializationException",
            "MalformedHttpRequestException", "RequestEntityTooLargeException", "RequestTooLargeException",
            "ResourceNotFoundException", "RuleLimitExceededException", "TooManyTagsException", "ParseError",
            "UnknownType", "MissingId", "InvalidId", "MissingName", "InvalidName", "MissingTraceId", "InvalidTraceId",
            "MissingStartTime", "InvalidStartTime", "MissingEndTime", "InvalidEndTime", "InProgressSegmentHasEndTime",
            "InProgressSubsegmentHasEndTime", "MissingParentId", "InvalidParentId", "InvalidSegment"),
    /** None of the above. */
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
     * The verdict for a single segment of an accepted batch. Codes about access and clock do not occur there, because they refuse the whole
     * call.
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
