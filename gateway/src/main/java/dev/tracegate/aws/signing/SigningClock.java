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
 * The time in signatures: the host's clock, corrected by AWS's clock after AWS refused a signature for its time. Without the correction a
 * host whose clock is off by five minutes could deliver nothing. Any thread.
 */
public final class SigningClock extends Clock {
    private static final Logger LOG = LoggerFactory.getLogger(SigningClock.class);

    private static final Duration WARN_FROM = Duration.ofSeconds(30);

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

    /**
     * Corrects the clock.
     *
     * @param date the Date header of the answer that refused a signature for its time; null or unreadable changes nothing
     */
    public void correctBy(@Nullable String date) {
        var theirs = parse(date);
        if (theirs != null) {
            offset = Duration.between(host.instant(), theirs);
            LOG.warn("this host's clock differs from AWS's; signing with AWS's time: offsetSeconds={}",
                    offset.toSeconds());
        }
    }

    /**
     * Compares the clocks once and logs a difference of 30 s or more. A smaller one may be the time that the answer took.
     *
     * @param date the Date header of any answer; null or unreadable is ignored
     */
    public void compareWith(@Nullable String date) {
        var theirs = compared ? null : parse(date);
        if (theirs != null) {
            compared = true;
            var off = Duration.between(theirs, host.instant());
            if (off.abs().compareTo(WARN_FROM) >= 0) {
                LOG.warn(
                        "this host's clock is {} s {} AWS's; from 300 s on signatures are refused, and traces have wrong times: set it by chrony or"
                                + " systemd-timesyncd, for example from 169.254.169.123",
                        off.abs().toSeconds(),
                        off.isNegative() ? "behind" : "ahead of");
            }
        }
    }

    /** The time of an HTTP date header; null for null and for what is not such a date. */
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
