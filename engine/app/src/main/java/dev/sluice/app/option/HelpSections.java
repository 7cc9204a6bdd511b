package dev.sluice.app.option;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/// Shows the options of a command in sections, each under a heading; those in no section come last.
public final class HelpSections {
    private final Map<String, List<OptionSpec>> sections = new LinkedHashMap<>();

    /// Sections in the help of `command`.
    public HelpSections(CommandSpec command) {
        command.usageMessage().sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, this::render);
    }

    /// Adds options to the command, as a section of its help.
    public void section(CommandSpec command, String heading, OptionSpec... options) {
        sections.put(heading, List.of(options));
        for (OptionSpec option : options) {
            command.addOption(option);
        }
    }

    private String render(Help help) {
        CommandSpec command = help.commandSpec();
        StringBuilder text = new StringBuilder();
        sections.forEach((heading, options) -> append(text, heading, options, help));
        List<OptionSpec> others = command.options().stream()
                .filter(option -> !option.hidden())
                .filter(option -> sections.values().stream().noneMatch(section -> section.contains(option)))
                .toList();
        append(text, "Other", others, help);
        return text.toString();
    }

    /// Columns are as wide as all options of the command need, so that the sections line up.
    private static void append(StringBuilder text, String heading, List<OptionSpec> options, Help help) {
        CommandSpec command = help.commandSpec();
        Help.Layout layout = help.createDefaultLayout(command.options(), List.of(), help.colorScheme());
        layout.addOptions(options, help.parameterLabelRenderer());
        text.append(heading).append(":\n").append(layout).append('\n');
    }
}
