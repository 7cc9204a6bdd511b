package dev.sluice.app;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Where a run's results go, and how much is shown of it.
final class OutputOptions {
    private final ValueOption out = new ValueOption(
            "--out",
            "FILE.npy|FILE.csv|FOLDER|-",
            "Where the records go; - is CSV on standard output. For several targets or runs a folder, or a name with"
                    + " {type} and {run} in it. Without it nothing is written.");
    private final OptionSpec titles = ValueOption.flag(
            "--titles",
            "Give the fields in .npy files titles: what they hold, the unit, and what stands for no value.");
    private final OptionSpec json =
            ValueOption.flag("--json", "Print the summary as one JSON object on standard output.");
    private final OptionSpec quiet = ValueOption.flag(
            "--quiet",
            "Show errors only and, on standard error, what was assumed of the input, where a wrong guess makes wrong"
                    + " numbers, and in one line what was lost. With --json, standard output gets the JSON object only.");

    void addTo(CommandSpec command, HelpSections help) {
        help.section(command, "Output", out.spec(), titles, json, quiet);
    }

    /// Decides on the outputs.
    ///
    /// @throws UsageException if the options contradict each other, the file's name ends in no known format, or one
    ///     file were to take several targets or runs
    OutputPattern select(boolean manyTargets, boolean manyRuns) {
        OutputPattern pattern =
                OutputPattern.parse(out.text(), manyTargets, manyRuns).titled(ValueOption.isGiven(titles));
        if (json() && "-".equals(out.text())) {
            throw new UsageException("--json and --out - both write to standard output; give --out a file");
        }
        return pattern;
    }

    boolean json() {
        return ValueOption.isGiven(json);
    }

    boolean quiet() {
        return ValueOption.isGiven(quiet);
    }
}
