package dev.tracegate.cli;

import dev.tracegate.config.Settings;
import dev.tracegate.config.Settings.Notes;
import dev.tracegate.text.HostPort;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The action that a command line requests. */
public sealed interface Invocation {

    /** Run the gateway. */
    record Run(Settings settings, Notes notes) implements Invocation {}

    /** Print the text, including its newlines, on standard output, and exit. */
    record Print(String text, int exitCode) implements Invocation {}

    /**
     * Ask the gateway on this machine for its health; see {@link HealthCommand}.
     *
     * @param ready whether to ask for readiness instead of liveness
     * @param runtimeFile the file with the gateway's admin address
     * @param configured the address to use if that file does not exist
     */
    record Health(boolean ready, Path runtimeFile, HostPort configured) implements Invocation {}

    /**
     * Ask the gateway on this machine for the tenant of a sender; see {@link ExplainCommand}.
     *
     * @param source an address, with or without a port
     * @param admin the address of the gateway
     * @param tokenFile contains the bearer token of the admin API; null for none
     */
    record Explain(String source, Health admin, @Nullable Path tokenFile) implements Invocation {}

    /**
     * Print an error, and exit.
     *
     * @param error for standard error, including newlines
     * @param usage for standard output, including newlines; may be empty
     */
    record Refused(String error, String usage, int exitCode) implements Invocation {}
}
