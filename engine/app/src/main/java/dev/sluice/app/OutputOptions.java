package dev.sluice.app;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Where a run's results go, and how much is told about it.
final class OutputOptions {
    private final ValueOption out = new ValueOption(
            "--out",
            "FILE.npy|FILE.csv|-",
            "Where the records go; - is CSV on standard output. Without it nothing is written.");
    private final OptionSpec json =
            ValueOption.flag("--json", "Print the summary as one JSON object on standard output.");
    private final OptionSpec quiet =
            ValueOption.flag("--quiet", "Tell nothing but errors; with --json, print the JSON object only.");

    void addTo(CommandSpec command, HelpSections help) {
        help.section(command, "Output", out.spec(), json, quiet);
    }

    /// Decides on the output.
    ///
    /// @throws UsageException if the options contradict each other or the file's name ends in no known format
    OutputSelection select() {
        OutputSelection selection = OutputSelection.parse(out.text());
        if (json() && selection.isStandardOutput()) {
            throw new UsageException("--json and --out - both write to standard output; give --out a file");
        }
        return selection;
    }

    boolean json() {
        return ValueOption.isGiven(json);
    }

    boolean quiet() {
        return ValueOption.isGiven(quiet);
    }
}
