package dev.tracegate.cli;

import dev.tracegate.config.flags.Flag;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What {@code -h} prints. */
public final class UsageText {
    public static final String TEXT = """
            Usage: tracegate [options]
            %s
            \t-h\t--help\t\tShow this screen
            Commands:
            \tcheck-config FILE\tSay what is wrong in a configuration file
            \texplain --source IP[:PORT] [--token-file FILE]
            \t\t\t\tAsk the running gateway whose a sender is, and why
            \thealth [--ready]\tAsk the running gateway how it is: exit 0 or 1
            \thelp, version\t\tAs -h and -v
            """
            .formatted(Arrays.stream(Flag.values()).map(Flag::usageLine).collect(Collectors.joining("\n")));

    private UsageText() {}
}
