package dev.tracegate.app;

import dev.tracegate.cli.CommandLine;
import dev.tracegate.cli.ExitCode;
import dev.tracegate.cli.ExplainCommand;
import dev.tracegate.cli.HealthCommand;
import dev.tracegate.cli.Invocation;
import dev.tracegate.config.load.LoadedSettings;
import dev.tracegate.config.load.ProcessEnvironment;
import dev.tracegate.text.VisibleText;
import java.util.List;

/** The entry point of the program. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var process = ProcessEnvironment.ofProcess();
        var command = new CommandLine(Version.text(), process);
        switch (command.interpret(List.of(arguments))) {
            case Invocation.Run(var settings, var notes) ->
                GatewayProcess.start(settings, notes, () -> reloaded(command.interpret(List.of(arguments))),
                        process.environment());
            case Invocation.Print(var text, var code) -> print(text, "", code);
            case Invocation.Refused(var error, var usage, var code) -> print(usage, error, code);
            case Invocation.Explain question -> {
                var answer = ExplainCommand.ask(question);
                print(answer.found() ? answer.text() : "", answer.found() ? "" : answer.text(),
                        answer.found() ? ExitCode.OK : ExitCode.CANNOT_START);
            }
            case Invocation.Health question -> {
                var verdict = HealthCommand.ask(question);
                print("", verdict.healthy() ? "" : verdict.reason() + "\n",
                        verdict.healthy() ? ExitCode.OK : ExitCode.CANNOT_START);
            }
        }
    }

    /** The settings of a reload. The same command line can be rejected now, because a file has changed. */
    private static LoadedSettings reloaded(Invocation again) {
        return switch (again) {
            case Invocation.Run(var settings, var notes) -> new LoadedSettings.Valid(settings, notes);
            case Invocation.Refused refused -> new LoadedSettings.Invalid(refused.error());
            case Invocation.Print other -> throw new IllegalStateException(other.toString());
            case Invocation.Health other -> throw new IllegalStateException(other.toString());
            case Invocation.Explain other -> throw new IllegalStateException(other.toString());
        };
    }

    private static void print(String out, String error, int code) {
        System.out.print(VisibleText.lines(out));
        System.err.print(VisibleText.lines(error));
        System.exit(code);
    }
}
