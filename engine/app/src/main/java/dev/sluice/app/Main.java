package dev.sluice.app;

import dev.sluice.app.command.Commands;
import dev.sluice.app.console.Console;
import dev.sluice.app.console.StandardError;
import java.io.OutputStream;
import java.io.PrintStream;

/// The command line of Sluice: `./sluice run|inspect|plugins|plan|config|bench|tune`.
///
/// Exit codes: 0 if all went well, 1 if the run failed, 2 if the command was used wrongly, 130 after Ctrl-C, 141 if the
/// reader of standard output went away, 143 after a SIGTERM.
public final class Main {
    private Main() {}

    /// Runs a command and ends the process with its code.
    public static void main(String[] arguments) {
        StandardError.restore();
        System.exit(execute(Console.ofProcess(), arguments));
    }

    /// Runs a command in this process, on streams that the caller keeps, and returns the exit code. Never throws;
    /// several threads may run commands at the same time.
    public static int execute(OutputStream out, PrintStream err, String... arguments) {
        return execute(new Console(out, err, false, 0), arguments);
    }

    static int execute(Console console, String... arguments) {
        return new Commands(console).execute(arguments);
    }
}
