package dev.tracegate.aws.signing;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time that goes into signatures: the host's, corrected by what AWS's own clock said when it refused one. Without this a host whose
 * clock is off by five minutes could never deliver. Safe from any thread.
 */
public final class SigningClock extends Clock {
    private static final Logger LOG = LoggerFactory.getLogger(SigningClock.class);

    private static final Duration WORTH_A_WORD = Duration.ofSeconds(30);

    private final InstantSource host;
    private volatile Duration offset = Duration.ZERO;
    private volatile boolean compared;

    public SigningClock(InstantSource host) {
        this.host = host;
    }

    @Override
    public Instant instant() {
        return host.instant().plus(offset);
    }

    /** @param date the Date header of the answer that refused a signature for its time */
    public void learn(@Nullable String date) {
        var theirs = parse(date);
        if (theirs != null) {
            offset = Duration.between(host.instant(), theirs);
            LOG.warn("this host's clock differs from AWS's, signing with theirs: offsetSeconds={}", offset.toSeconds());
        }
    }

    /**
     * Compares the clocks, once: an answer that is on its way for a second or two must not look like a clock that is off.
     *
     * @param date the Date header of any answer
     */
    public void notice(@Nullable String date) {
        var theirs = compared ? null : parse(date);
        if (theirs != null) {
            compared = true;
            var off = Duration.between(theirs, host.instant());
            if (off.abs().compareTo(WORTH_A_WORD) >= 0) {
                LOG.warn(
                        "this host's clock is {} s {} AWS's; from 300 s on signatures are refused, and traces have wrong times: let chrony or"
                                + " systemd-timesyncd set it, such as by 169.254.169.123",
                        off.abs().toSeconds(),
                        off.isNegative() ? "behind" : "ahead of");
            }
        }
    }

    public static @Nullable Instant parse(@Nullable String httpDate) {
        try {
            return httpDate == null
                    ? null
                    : ZonedDateTime.parse(httpDate, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
