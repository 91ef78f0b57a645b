/** The command line: commands, usage, exit codes, and the clients behind {@code health} and {@code explain}. */
@NullMarked
package dev.tracegate.cli;

import org.jspecify.annotations.NullMarked;
