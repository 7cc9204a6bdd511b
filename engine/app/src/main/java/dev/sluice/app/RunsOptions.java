package dev.sluice.app;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// Whether many runs are asked for, and how many at a time.
final class RunsOptions {
    private static final int MOST_AT_A_TIME = 256;

    private final ValueOption runs = new ValueOption(
            "--runs",
            "GLOB",
            "Stream every file or folder that matches, a run each, such as --runs 'daq/run*'; with --out FOLDER or"
                    + " {run} in its name.");
    private final ValueOption atATime = new ValueOption(
            "-j", "N", "Runs at a time, which share --memory (default: one per CPU); only with --runs.");

    /// Adds the options.
    void addTo(CommandSpec command, HelpSections help) {
        help.section(command, "Many runs", runs.spec(), atATime.spec());
    }

    /// Whether many runs are asked for.
    ///
    /// @throws UsageException if it only says how many at a time
    boolean isAsked() {
        if (runs.text() == null && atATime.text() != null) {
            throw atATime.wrong("goes with --runs GLOB; add it, or leave -j out");
        }
        return runs.text() != null;
    }

    /// The inputs, one at least.
    ///
    /// @throws UsageException if nothing matches
    List<Path> inputs() {
        return RunFiles.matching(runs.text());
    }

    /// How many of `count` runs go on at a time.
    ///
    /// @throws UsageException if it is out of bounds
    int atATime(int count) {
        Long asked = atATime.whole(1, MOST_AT_A_TIME);
        int most = asked == null ? Runtime.getRuntime().availableProcessors() : Math.toIntExact(asked);
        return Math.min(most, count);
    }
}
