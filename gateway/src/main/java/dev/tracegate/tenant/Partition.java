package dev.tracegate.tenant;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * AWS partitions, such as {@code aws} and {@code aws-cn}: the second part of every ARN. A Region belongs to one partition; partitions share
 * no roles. Also checks the names of Regions.
 */
public final class Partition {
    private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+){1,3}-[1-9]\\d?");
    private static final Pattern HOST_LABEL = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final String STANDARD = "aws";
    private static final Map<String, String> BY_PREFIX = Map.of("cn-", "aws-cn", "us-gov-", "aws-us-gov", "us-iso-",
            "aws-iso", "us-isob-", "aws-iso-b", "eu-isoe-", "aws-iso-e", "us-isof-", "aws-iso-f", "eusc-", "aws-eusc");

    private Partition() {}

    /** Whether the text has the form of the name of one of AWS's Regions. */
    public static boolean isRegion(String text) {
        return REGION.matcher(text).matches();
    }

    /**
     * Whether the text can be a label of a host name. Weaker than {@link #isRegion}: for a configured endpoint, whose server need not be
     * AWS and may use other Regions.
     */
    public static boolean canNameHost(String region) {
        return HOST_LABEL.matcher(region).matches();
    }

    /**
     * The partition of a Region; {@code aws} if no other is known.
     *
     * @param region such as {@code cn-north-1}
     */
    public static String of(String region) {
        return BY_PREFIX.entrySet()
                .stream()
                .filter(entry -> region.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(STANDARD);
    }
}
