package dev.sluice.app;

import dev.sluice.app.command.Commands;
import dev.sluice.app.console.Console;
import picocli.AutoComplete;
import picocli.CommandLine;

/// Prints how a shell completes commands and options: a script for bash, which zsh can load too. For those who pack
/// Sluice; the command line does not show it.
public final class Completion {
    private Completion() {}

    /// Prints the script.
    public static void main(String[] arguments) {
        CommandLine program = new CommandLine(Commands.program(Console.ofProcess(), ""));
        System.out.print(AutoComplete.bash("sluice", program));
    }
}
