package dev.sluice.internal.plan;

import dev.sluice.chunk.TimeRange;
import dev.sluice.stream.Overflow;
import java.util.ArrayList;
import java.util.List;

/// What one pass over a run computes: stages, each fed by a source or by stages before it, and what leaves them.
/// Immutable.
///
/// @param runId   the run
/// @param stages  the stages, in an order in which each comes after those that it is fed by
/// @param targets the outputs that are read, each by a reader of its own; the same one may stand several times
/// @param range   the range of time that the readers want; data outside are computed only where others need them
/// @param lead    the time before which chunks are delivered only from the first record on, if there is any: for
///     records that start earlier than what is wanted, but reach into it. The smallest int64 if there is no such time
public record PipelinePlan(String runId, List<StagePlan> stages, List<OutputRef> targets, TimeRange range, long lead) {
    /// Copies the lists.
    public PipelinePlan {
        stages = List.copyOf(stages);
        targets = List.copyOf(targets);
    }

    /// A plan whose readers want every chunk in `range`.
    public PipelinePlan(String runId, List<StagePlan> stages, List<OutputRef> targets, TimeRange range) {
        this(runId, stages, targets, range, Long.MIN_VALUE);
    }

    /// The same, with a buffer after each target where `policy` needs one: a reader that is slower than what it reads
    /// does not slow it.
    public PipelinePlan buffered(Overflow policy) {
        return buffered(policy, targets.size());
    }

    /// The same after the first `readers` targets only: the others must get everything.
    public PipelinePlan buffered(Overflow policy, int readers) {
        if (!policy.needsStage(false)) {
            return this;
        }
        List<StagePlan> more = new ArrayList<>(stages);
        List<OutputRef> outlets = new ArrayList<>();
        for (OutputRef target : targets.subList(0, readers)) {
            outlets.add(new OutputRef(more.size(), 0));
            more.add(StagePlan.buffering(runId, stages, target, policy, List.of()));
        }
        outlets.addAll(targets.subList(readers, targets.size()));
        return new PipelinePlan(runId, more, outlets, range, lead);
    }

    /// Where a type of data is computed or read.
    ///
    /// @throws IllegalArgumentException if it is not computed for these targets
    public OutputRef outlet(String dataType) {
        for (int i = 0; i < stages.size(); i++) {
            StagePlan stage = stages.get(i);
            for (int output = stage.hasSource() ? 0 : stage.inputCount(); output < stage.outputs(); output++) {
                if (stage.dataType(output).equals(dataType)) {
                    return new OutputRef(i, output);
                }
            }
        }
        throw new IllegalArgumentException("'" + dataType + "' is not computed in this pass, so there is nothing to"
                + " tap; ask for it, or for something that depends on it");
    }

    /// The name of the data that target number `index` gives.
    public String dataType(int index) {
        OutputRef target = targets.get(index);
        return stages.get(target.stage()).dataType(target.output());
    }
}
