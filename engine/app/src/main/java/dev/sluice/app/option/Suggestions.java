package dev.sluice.app.option;

import dev.sluice.record.NearestName;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Says what was wrong with arguments, and what was probably meant. Stateless.
public final class Suggestions {
    private Suggestions() {}

    /// One sentence.
    public static String message(ParameterException wrong) {
        if (wrong instanceof UnmatchedArgumentException) {
            String argument =
                    ((UnmatchedArgumentException) wrong).getUnmatched().get(0);
            CommandSpec spec = wrong.getCommandLine().getCommandSpec();
            return argument.startsWith("-") ? option(argument, spec) : word(argument, spec);
        }
        return String.valueOf(wrong.getMessage()).replace('\n', ' ');
    }

    private static String option(String argument, CommandSpec spec) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        List<String> known = new ArrayList<>();
        spec.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> known.addAll(List.of(option.names())));
        return "there is no option '" + name + "'" + NearestName.suggestion(name, known);
    }

    private static String word(String argument, CommandSpec spec) {
        List<String> commands = List.copyOf(spec.subcommands().keySet());
        if (commands.isEmpty()) {
            return "'" + argument + "' is one argument too many";
        }
        return "there is no command '" + argument + "'"
                + NearestName.suggestion(argument, commands, "there are " + String.join(", ", commands));
    }
}
