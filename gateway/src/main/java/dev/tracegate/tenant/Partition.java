package dev.tracegate.tenant;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * AWS's partitions: the second part of every ARN, which follows from the Region. A partition knows no role of another. Also decides which texts
 * may be a Region.
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
     * Whether the text can be part of a host name, as every {@linkplain #isRegion AWS Region} can. This is all that a server which is not AWS
     * asks of the Region, so it is the check where an endpoint may be configured.
     */
    public static boolean canNameHost(String region) {
        return HOST_LABEL.matcher(region).matches();
    }

    /** @param region such as {@code cn-north-1} */
    public static String of(String region) {
        return BY_PREFIX.entrySet()
                .stream()
                .filter(entry -> region.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(STANDARD);
    }
}
