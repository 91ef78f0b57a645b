package dev.tracegate.cli;

import dev.tracegate.config.Settings;
import dev.tracegate.config.Settings.Notes;
import dev.tracegate.text.HostPort;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What the command line asks for. */
public sealed interface Invocation {

    /** To run the gateway. */
    record Run(Settings settings, Notes notes) implements Invocation {}

    /** To print a text, with its newlines, on standard output, and end. */
    record Print(String text, int exitCode) implements Invocation {}

    /**
     * To ask the gateway that runs here how it is; {@link HealthCommand} does that.
     *
     * @param ready whether it is ready, rather than alive
     * @param runtimeFile the file in which that gateway wrote its admin address
     * @param configured the address to ask where there is no such file
     */
    record Health(boolean ready, Path runtimeFile, HostPort configured) implements Invocation {}

    /**
     * To ask the gateway on this machine for the tenant of a sender; {@link ExplainCommand} does that.
     *
     * @param source an address, with a port or without
     * @param admin where to find that gateway
     * @param tokenFile holds the bearer token of its admin API; null for none
     */
    record Explain(String source, Health admin, @Nullable Path tokenFile) implements Invocation {}

    /**
     * Something that cannot be done.
     *
     * @param error for standard error, with its newlines
     * @param usage for standard output, with its newlines; may be empty
     */
    record Refused(String error, String usage, int exitCode) implements Invocation {}
}
