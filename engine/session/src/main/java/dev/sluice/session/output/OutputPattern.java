package dev.sluice.session.output;

import dev.sluice.session.request.SessionOption;
import dev.sluice.session.request.SessionRequest;
import dev.sluice.session.request.Targets;
import dev.sluice.session.request.UsageException;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The value of `--out`, which may stand for a file of every target of every run: `out/{run}/{type}.npy`. Immutable.
///
/// A folder (one that is there, or a name that ends in `/`) stands for `{type}.npy` in it, for `{run}.npy` if there is
/// one target but many runs, and for `{run}/{type}.npy` if there are several of both.
public final class OutputPattern {
    private static final Pattern PLACE = Pattern.compile("\\{([a-z_]+)}");
    private static final String RUN = "{run}";
    private static final String TYPE = "{type}";

    private final String text;
    private final boolean titled;

    private OutputPattern(String text, boolean titled) {
        this.text = text;
        this.titled = titled;
    }

    /// Where a request writes its targets, which are of many runs if `manyRuns`.
    ///
    /// @throws UsageException if the file's name ends in no known format, or one file were to take several targets or
    ///     runs
    public static OutputPattern of(SessionRequest request, boolean manyRuns) {
        return parse(request.text(SessionOption.OUT), Targets.of(request).size() > 1, manyRuns)
                .titled(request.isGiven(SessionOption.TITLES));
    }

    /// The same, whose `.npy` files have titles of fields if `wanted`.
    OutputPattern titled(boolean wanted) {
        return new OutputPattern(text, wanted);
    }

    /// Reads the value of `--out`; null if it was not given.
    ///
    /// @throws UsageException if it cannot hold the outputs of so many targets and runs
    static OutputPattern parse(String out, boolean manyTargets, boolean manyRuns) {
        if (out == null) {
            return new OutputPattern(null, false);
        }
        if (out.equals("-")) {
            if (manyTargets || manyRuns) {
                throw wrong(out, "standard output takes one target of one run; name a folder");
            }
            return new OutputPattern(out, false);
        }
        requireKnownPlaces(out);
        boolean file = OutputSelection.isFileName(out);
        boolean known = out.endsWith("/") || new File(out).isDirectory();
        if (!file && (manyTargets || manyRuns || known)) {
            String folder = out.endsWith("/") ? out : out + "/";
            boolean run = manyRuns && !out.contains(RUN);
            boolean type = manyTargets && !out.contains(TYPE);
            String name = run && type ? RUN + "/" + TYPE : run ? RUN : TYPE;
            return new OutputPattern(folder + name + ".npy", false);
        }
        if (manyTargets && !out.contains(TYPE)) {
            throw wrong(out, "one file cannot take several targets; write {type} in its name, or name a folder");
        }
        if (manyRuns && !out.contains(RUN)) {
            throw wrong(out, "one file cannot take many runs; write {run} in its name, or name a folder");
        }
        OutputSelection.parse(out);
        return new OutputPattern(out, false);
    }

    private static void requireKnownPlaces(String out) {
        for (Matcher place = PLACE.matcher(out); place.find(); ) {
            if (!place.group().equals(RUN) && !place.group().equals(TYPE)) {
                throw wrong(out, "there is no " + place.group() + "; there are {run} and {type}");
            }
        }
    }

    private static UsageException wrong(String out, String why) {
        return new UsageException("--out=" + out + ": " + why);
    }

    /// Where the records of `targets` of run `runId` go, each by itself.
    ///
    /// @throws UsageException if the name of the run would lead elsewhere
    public Map<String, OutputSelection> of(String runId, List<String> targets) {
        Map<String, OutputSelection> outputs = new LinkedHashMap<>();
        for (String target : targets) {
            outputs.put(target, of(runId, target));
        }
        return outputs;
    }

    private OutputSelection of(String runId, String target) {
        if (text == null) {
            return OutputSelection.parse(null);
        }
        if (text.contains(RUN) && (runId.matches("\\.\\.?") || runId.indexOf('/') >= 0 || runId.indexOf('\\') >= 0)) {
            throw wrong(text, "a run called '" + runId + "' gives no name of a file; name it with --run-id");
        }
        OutputSelection output = OutputSelection.parse(text.replace(RUN, runId).replace(TYPE, target))
                .titled(titled);
        return isPattern() ? output.makingFolders() : output;
    }

    private boolean isPattern() {
        return text.contains(RUN) || text.contains(TYPE);
    }

    /// Refuses runs that would write to one file.
    ///
    /// @throws UsageException if two runs have one name
    public void requireDistinct(List<String> runIds) {
        List<String> seen = new ArrayList<>();
        for (String runId : runIds) {
            if (text != null && seen.contains(runId)) {
                throw wrong(text, "two inputs make a run called '" + runId + "'; ask for them one by one");
            }
            seen.add(runId);
        }
    }
}
