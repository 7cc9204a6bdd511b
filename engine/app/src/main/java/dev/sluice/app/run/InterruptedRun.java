package dev.sluice.app.run;

import dev.sluice.session.output.OutputSelection;
import dev.sluice.stream.RunSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// What is reported of one run that is stopped before its end: how far it was, and of each output whether it is there.
/// Thread-safe.
public final class InterruptedRun {
    private final String runId;
    private final boolean printing;
    private final Map<Path, FileTime> before = new LinkedHashMap<>();
    private volatile Supplier<RunSummary> counters;

    /// A run that has not begun to write `outputs`.
    public InterruptedRun(String runId, Collection<OutputSelection> outputs) {
        this.runId = runId;
        this.printing = outputs.stream().anyMatch(OutputSelection::isStandardOutput);
        outputs.stream()
                .filter(output -> output.file() != null)
                .forEach(output -> before.put(output.file(), lastWritten(output.file())));
    }

    /// The run has begun and is counted by `counted`.
    public void begins(Supplier<RunSummary> counted) {
        counters = counted;
    }

    /// How far the run was, and what is left.
    public String words() {
        Supplier<RunSummary> counted = counters;
        String reached = counted == null
                ? " was stopped before its first record"
                : " was stopped after " + counted.get().records() + " records";
        String left = before.isEmpty()
                ? printing ? "what was printed is not all" : "no output was asked for"
                : before.keySet().stream().map(this::fate).collect(Collectors.joining(", "));
        return "run " + runId + reached + "; " + left;
    }

    /// A file gets its name when it is complete, so that one that was not there before, or was written anew, is whole.
    private String fate(Path file) {
        FileTime old = before.get(file);
        FileTime now = lastWritten(file);
        if (now != null && !Objects.equals(old, now)) {
            return file + " is complete";
        }
        return file + (old == null ? " was not written" : " is as it was before");
    }

    private static FileTime lastWritten(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException absent) {
            // It is not there, or may not be looked at: then it is not reported as complete.
            return null;
        }
    }
}
