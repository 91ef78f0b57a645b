/**
 * The command line: parsing, and the commands that print a result and exit.
 *
 * <p>What comes in: the arguments and the {@link dev.tracegate.config.load.ProcessEnvironment}.
 *
 * <p>What goes out: an {@link dev.tracegate.cli.Invocation}: run the gateway, print a text, report a misuse, or ask the gateway that runs on this
 * machine ({@link dev.tracegate.cli.HealthCommand}, {@link dev.tracegate.cli.ExplainCommand}). {@link dev.tracegate.cli.ExitCode} has the exit
 * codes.
 *
 * <p>Read {@link dev.tracegate.cli.CommandLine} first. Flags are parsed in {@code config.flags}, because they are a source of settings too.
 *
 * <p>Threads: the main thread. The two clients block, each with a time limit.
 */
@NullMarked
package dev.tracegate.cli;

import org.jspecify.annotations.NullMarked;
