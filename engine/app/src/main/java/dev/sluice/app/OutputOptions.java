package dev.sluice.app;

import picocli.CommandLine.Option;

/// Where a run's results go, and how much is told about it.
final class OutputOptions {
    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE.npy|FILE.csv|-",
            description = "Where the records go; - is CSV on standard output. Without it nothing is written.")
    private String out;

    @Option(names = "--json", description = "Print the summary as one JSON object on standard output.")
    private boolean json;

    @Option(names = "--quiet", description = "Tell nothing but errors; with --json, print the JSON object only.")
    private boolean quiet;

    /// Decides on the output.
    ///
    /// @throws UsageException if the options contradict each other or the file's name ends in no known format
    OutputSelection select() {
        OutputSelection selection = OutputSelection.parse(out);
        if (json && selection.isStandardOutput()) {
            throw new UsageException("--json and --out - both write to standard output; give --out a file");
        }
        return selection;
    }

    boolean json() {
        return json;
    }

    boolean quiet() {
        return quiet;
    }
}
