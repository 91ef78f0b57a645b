package dev.tracegate.cli;

import dev.tracegate.config.flags.Flag;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The output of {@code -h}. */
public final class UsageText {
    public static final String TEXT = """
            Usage: tracegate [options]
            %s
            \t-h\t--help\t\tShow this screen
            Commands:
            \tcheck-config FILE\tList the problems of a configuration file
            \texplain --source IP[:PORT] [--token-file FILE]
            \t\t\t\tAsk the running gateway for a sender's tenant and the reason
            \thealth [--ready]\tAsk the running gateway for its health: exit code 0 or 1
            \trules test FILE --segments FILE [--client xray|xray-java|opentelemetry] [--tenant ID]
            \t\t\t\tShow the sampling rule of each segment's request, and the reason
            \thelp, version\t\tAs -h and -v
            """
            .formatted(Arrays.stream(Flag.values()).map(Flag::usageLine).collect(Collectors.joining("\n")));

    private UsageText() {}
}
