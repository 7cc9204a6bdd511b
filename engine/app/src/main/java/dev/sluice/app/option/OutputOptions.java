package dev.sluice.app.option;

import dev.sluice.session.output.OutputPattern;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.UsageException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// Where a run's results go, and how much is shown of it.
public final class OutputOptions {
    private final SessionOptions session;
    private final OptionSpec json =
            ValueOption.flag("--json", "Print the summary as one JSON object on standard output.");
    private final OptionSpec quiet = ValueOption.flag(
            "--quiet",
            "Show errors only and, on standard error, what was assumed of the input, where a wrong guess makes wrong"
                    + " numbers, and in one line what was lost. With --json, standard output gets the JSON object only.");

    /// Options beside those that `session` has for outputs.
    public OutputOptions(SessionOptions session) {
        this.session = session;
    }

    /// Adds the options.
    public void addTo(CommandSpec command, HelpSections help) {
        OptionSpec[] files =
                session.specs(SessionOption.OUT, SessionOption.TITLES, SessionOption.STORE, SessionOption.KEEP);
        help.section(command, "Output", files[0], files[1], files[2], files[3], json, quiet);
    }

    /// Decides on the outputs.
    ///
    /// @throws UsageException if the options contradict each other, the file's name ends in no known format, or one
    ///     file were to take several targets or runs
    public OutputPattern select(SessionRequest request, boolean manyRuns) {
        OutputPattern pattern = OutputPattern.of(request, manyRuns);
        if (json() && "-".equals(request.text(SessionOption.OUT))) {
            throw new UsageException("--json and --out - both write to standard output; give --out a file");
        }
        return pattern;
    }

    /// Whether the summary is asked for as JSON.
    public boolean json() {
        return ValueOption.isGiven(json);
    }

    /// Whether only what must be known is shown.
    public boolean quiet() {
        return ValueOption.isGiven(quiet);
    }
}
