package dev.tracegate.tenant;

import java.util.Map;
import java.util.regex.Pattern;

/** AWS's worlds, of which none knows another's roles: the second part of every ARN. It follows from the Region. */
public final class Partition {
    private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+){1,3}-[1-9]\\d?");
    private static final String STANDARD = "aws";
    private static final Map<String, String> BY_PREFIX = Map.of("cn-", "aws-cn", "us-gov-", "aws-us-gov", "us-iso-",
            "aws-iso", "us-isob-", "aws-iso-b", "eu-isoe-", "aws-iso-e", "us-isof-", "aws-iso-f", "eusc-", "aws-eusc");

    private Partition() {}

    /** Whether the text has the form of a Region's name, which becomes part of a host name. */
    public static boolean isRegion(String text) {
        return REGION.matcher(text).matches();
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
