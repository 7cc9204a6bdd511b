package dev.sluice.session;

import dev.sluice.kernels.Kernels;
import dev.sluice.stream.RunSummary;
import dev.sluice.stream.StageStatistics;
import java.util.ArrayList;
import java.util.List;

/// All that is reported of a run that went well. Immutable.
///
/// @param targets  what became of each target; one at least
/// @param runId    the name of the run
/// @param input    what was read, in a few words
/// @param workers  threads that computed
/// @param timeUnit the unit of all times
/// @param kernels  what it computed with
/// @param notes    what had to be assumed
/// @param findings what turned out when all was read
/// @param stages   what went through each stage
public record RunReport(
        List<TargetReport> targets,
        String runId,
        String input,
        int workers,
        String timeUnit,
        KernelsInUse kernels,
        List<String> notes,
        List<String> findings,
        List<StageStatistics> stages) {
    /// Copies the lists.
    public RunReport {
        targets = List.copyOf(targets);
        notes = List.copyOf(notes);
        findings = List.copyOf(findings);
        stages = List.copyOf(stages);
    }

    /// What the engine counted for the first target; what came in is the same for all.
    public RunSummary summary() {
        return first().summary();
    }

    /// What had to be assumed, and what plugins counted: one sentence each.
    public List<String> allNotes() {
        List<String> all = new ArrayList<>(notes);
        all.addAll(lateNotes());
        return all;
    }

    /// What turned out, and what plugins counted: one sentence each.
    public List<String> lateNotes() {
        List<String> late = new ArrayList<>(findings);
        late.addAll(summary().notes());
        return late;
    }

    /// The first target.
    public TargetReport first() {
        return targets.get(0);
    }

    /// The provider of the kernels, their width in bits, and why they were chosen.
    public record KernelsInUse(String provider, int width, String reason) {
        /// Those of this process.
        static KernelsInUse now() {
            return new KernelsInUse(Kernels.name(), Kernels.width(), Kernels.reason());
        }
    }
}
