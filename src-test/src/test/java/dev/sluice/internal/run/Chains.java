package dev.sluice.internal.run;

import dev.sluice.chunk.TimeRange;
import dev.sluice.executor.ExecutorManager;
import dev.sluice.internal.feed.Seams;
import dev.sluice.internal.plan.OutputRef;
import dev.sluice.internal.plan.PipelinePlan;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.CopyingTap;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.stream.Overflow;
import dev.sluice.stream.StreamSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Starts passes for tests: a source, and stages that each look at the chunks of the one before where they lie.
final class Chains {
    private static final String RUN = "test_run";

    private final List<StagePlan> stages = new ArrayList<>();
    private Seams seams = Seams.NONE;
    private List<CopyingTap> taps = List.of();

    Chains(SourcePlugin source) {
        this(source, List.of());
    }

    /// The same, with a plugin that is computed where the source is read.
    Chains(SourcePlugin source, StreamingPlugin fused) {
        this(source, List.of(step(fused)));
    }

    private Chains(SourcePlugin source, List<StagePlan.Step> steps) {
        stages.add(StagePlan.ofSource(RUN, TimeRange.UNBOUNDED, source, OptionValues.of(source, Map.of()), steps));
    }

    /// A stage of its own that computes from the last output of the stage before, in order.
    Chains then(StreamingPlugin plugin) {
        return then(plugin, Requirements.NONE.inOrder());
    }

    /// The same as `demand` asks.
    Chains then(StreamingPlugin plugin, Requirements demand) {
        stages.add(StagePlan.ofStages(RUN, stages, List.of(last()), demand, List.of(step(plugin))));
        return this;
    }

    /// A stage that takes copies of the last output, as `policy` says.
    Chains buffered(Overflow policy) {
        stages.add(StagePlan.buffering(RUN, stages, last(), policy, List.of()));
        return this;
    }

    Chains with(Seams stepping) {
        seams = stepping;
        return this;
    }

    Chains with(CopyingTap tap) {
        taps = List.of(tap);
        return this;
    }

    /// The last output of the last stage.
    OutputRef last() {
        StagePlan stage = stages.getLast();
        return new OutputRef(stages.size() - 1, stage.outputs() - 1);
    }

    private static StagePlan.Step step(StreamingPlugin plugin) {
        return new StagePlan.Step(plugin, OptionValues.of(plugin, Map.of()), List.of(0));
    }

    List<PipelineStream> start(StreamSettings settings, OutputRef... targets) {
        PipelinePlan plan = new PipelinePlan(RUN, stages, List.of(targets), TimeRange.UNBOUNDED);
        return PipelineStream.start(plan, settings, taps, ExecutorManager.withoutReuse(), seams, stream -> {});
    }
}
