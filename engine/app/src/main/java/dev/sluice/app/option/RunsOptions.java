package dev.sluice.app.option;

import dev.sluice.session.input.RunFiles;
import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.UsageException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/// Whether many runs are asked for, and how many at a time.
public final class RunsOptions {
    private static final int MOST_AT_A_TIME = 256;

    private final ValueOption runs = new ValueOption(
            "--runs",
            "GLOB",
            "Stream every file or folder that matches, a run each, such as --runs 'daq/run*'; with --out FOLDER or"
                    + " {run} in its name.");
    private final ValueOption atATime = new ValueOption(
            "-j", "N", "Runs at a time, which share --memory (default: one per CPU); only with --runs.");

    /// Adds the options.
    public void addTo(CommandSpec command, HelpSections help) {
        help.section(command, "Many runs", runs.spec(), atATime.spec());
    }

    /// Whether many runs are asked for.
    ///
    /// @throws UsageException if it only says how many at a time
    public boolean isAsked() {
        if (runs.text() == null && atATime.text() != null) {
            throw atATime.wrong("goes with --runs GLOB; add it, or leave -j out");
        }
        return runs.text() != null;
    }

    /// The inputs, one at least.
    ///
    /// @throws UsageException if nothing matches
    public List<Path> inputs() {
        return RunFiles.matching(runs.text());
    }

    /// How many of `count` runs go on at a time.
    ///
    /// @throws UsageException if it is out of bounds
    public int atATime(int count) {
        Long asked = atATime.whole(1, MOST_AT_A_TIME);
        int most = asked == null ? Runtime.getRuntime().availableProcessors() : Math.toIntExact(asked);
        return Math.min(most, count);
    }

    /// Refuses an input, and a name of the run, where `--runs` names them.
    ///
    /// @throws UsageException if one is named, or a simulation is asked for
    public static void requireOfMany(SessionRequest request) {
        if (!request.texts(SessionOption.WITH).isEmpty()) {
            throw new UsageException(
                    "--with=" + request.texts(SessionOption.WITH).get(0)
                            + " belongs to one run, but --runs asks for many; leave one of them out");
        }
        List<String> named = request.inputs();
        if (!named.isEmpty()) {
            throw new UsageException("--runs and an INPUT are given: input=" + named.get(0)
                    + "; leave one of them out, or put the pattern in quotes, so that the shell leaves it as it is");
        }
        if (request.text(SessionOption.SIM_RECORDS) != null || request.text(SessionOption.SIM_SEED) != null) {
            throw new UsageException((request.text(SessionOption.SIM_RECORDS) != null ? "--sim-records" : "--sim-seed")
                    + " goes with the simulated detector, but --runs names files; leave one of them out");
        }
        if (request.text(SessionOption.RUN_ID) != null) {
            throw request.value(SessionOption.RUN_ID)
                    .wrong("names one run, but --runs asks for many, named after their inputs; leave it out");
        }
    }
}
