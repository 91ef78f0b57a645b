package dev.tracegate.tenant;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The ARN of an IAM role, such as {@code arn:aws:iam::111122223333:role/xray-gateway/orders}.
 *
 * @param partition such as {@code aws} or {@code aws-cn}
 * @param account 12 digits
 * @param path {@code /}, or a path such as {@code /xray-gateway/}; at most 512 characters
 * @param name the name without the path; at most 64 characters
 */
public record RoleArn(String partition, String account, String path, String name) {
    private static final int PARTITION = 1;
    private static final int ACCOUNT = 2;
    private static final int PATH = 3;
    private static final int NAME = 4;
    // lengths and characters are those of IAM; a path may contain more of ASCII, which ECS rejects
    private static final Pattern SHAPE = Pattern
            .compile("arn:(aws[a-z-]*):iam::(\\d{12}):role(/(?:[\\w+=,.@-]+/){0,16})([\\w+=,.@-]{1,64})");
    private static final int MOST_PATH = 512;

    /** Parses an ARN; empty if it is not that of a role, but for example of a session, a user or a policy. */
    public static Optional<RoleArn> parse(String text) {
        var matcher = SHAPE.matcher(text);
        return matcher.matches() && matcher.group(PATH).length() <= MOST_PATH
                ? Optional.of(new RoleArn(matcher.group(PARTITION), matcher.group(ACCOUNT), matcher.group(PATH),
                        matcher.group(NAME)))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "arn:" + partition + ":iam::" + account + ":role" + path + name;
    }
}
