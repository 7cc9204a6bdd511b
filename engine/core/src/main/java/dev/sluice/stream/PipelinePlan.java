package dev.sluice.stream;

import dev.sluice.chunk.TimeRange;
import java.util.List;

/// What one pass over a run computes: stages, each fed by a source or by stages before it, and what leaves them.
/// Immutable.
///
/// @param runId   the run
/// @param stages  the stages, in an order in which each comes behind those that it is fed by
/// @param targets the outputs that are read, each by a reader of its own; the same one may stand several times
/// @param range   the range of time that the readers want; data outside are computed only where others need them
public record PipelinePlan(String runId, List<StagePlan> stages, List<Outlet> targets, TimeRange range) {
    /// Copies the lists.
    public PipelinePlan {
        stages = List.copyOf(stages);
        targets = List.copyOf(targets);
    }

    /// The name of the data that target number `index` gives.
    public String dataType(int index) {
        Outlet target = targets.get(index);
        return stages.get(target.stage()).dataType(target.output());
    }
}
