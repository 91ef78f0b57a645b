package dev.tracegate.aws.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tracegate.dispatch.SendOutcome.Verdict;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.internal.AwsErrorCode;

class ErrorCodeTest {

    /** Fails if a later SDK version adds an error code to one of its lists. */
    @Test
    void classifies_codes_like_the_sdk_and_ignores_case() {
        assertThat(AwsErrorCode.THROTTLING_ERROR_CODES).allSatisfy(code -> is(code, ErrorCode.THROTTLED));
        assertThat(AwsErrorCode.RETRYABLE_ERROR_CODES).allSatisfy(code -> is(code, ErrorCode.PASSING));
        assertThat(AwsErrorCode.DEFINITE_CLOCK_SKEW_ERROR_CODES)
                .allSatisfy(code -> is(code, ErrorCode.CLOCK_SKEW));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            InvalidSegment           | FINAL
            ParseError               | FINAL
            missingendtime           | FINAL
            ThrottledException       | THROTTLED
            throttlingexception      | THROTTLED
            SlowDown                 | THROTTLED
            TooManyRequestsException | THROTTLED
            429                      | THROTTLED
            ServiceException         | PASSING
            InternalFailure          | PASSING
            500                      | PASSING
            AccessDeniedException    | UNKNOWN
            SomethingNew             | UNKNOWN
            ``                       | UNKNOWN
            """)
    void gives_the_verdict_for_the_code_of_a_segment(String code, Verdict verdict) {
        assertThat(ErrorCode.of(code).ofSegment()).isEqualTo(verdict);
    }

    private static void is(String code, ErrorCode expected) {
        assertThat(ErrorCode.of(code)).isEqualTo(expected);
        assertThat(ErrorCode.of(code.toUpperCase(Locale.ROOT))).isEqualTo(expected);
    }
}
