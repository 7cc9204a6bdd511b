package dev.sluice.app.command;

import dev.sluice.app.console.Console;
import dev.sluice.record.NearestName;
import dev.sluice.session.request.UsageException;
import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// `./sluice help [COMMAND]`: what `--help` shows.
final class HelpCommand implements Callable<Integer> {
    private final Console console;
    private final Collection<String> names;
    private final Function<String, CommandSpec> commands;
    private final PositionalParamSpec command = PositionalParamSpec.builder()
            .paramLabel("COMMAND")
            .index("0")
            .arity("0..1")
            .type(String.class)
            .description("The command; none: all commands.")
            .build();

    /// Help for the commands of these names; `commands` makes one, or for the empty name the program.
    HelpCommand(Console console, Collection<String> names, Function<String, CommandSpec> commands) {
        this.console = console;
        this.names = names;
        this.commands = commands;
    }

    /// The command with its options and its help.
    CommandSpec spec() {
        CommandSpec spec = Commands.spec("help", this).addPositional(command);
        spec.usageMessage()
                .header("Show the help of a command, or all commands.")
                .customSynopsis("./sluice help [COMMAND]");
        return spec;
    }

    @Override
    public Integer call() throws IOException {
        String name = command.getValue() == null ? "" : command.getValue();
        if (!name.isEmpty() && !names.contains(name)) {
            throw new UsageException("there is no command '" + name + "'"
                    + NearestName.suggestion(name, names, "there are " + String.join(", ", names)));
        }
        console.print(new CommandLine(commands.apply(name)).getUsageMessage(Help.Ansi.OFF));
        return 0;
    }
}
