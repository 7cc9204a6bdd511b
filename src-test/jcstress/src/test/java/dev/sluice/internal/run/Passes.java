package dev.sluice.internal.run;

import dev.sluice.chunk.TimeRange;
import dev.sluice.executor.ExecutorManager;
import dev.sluice.internal.plan.OutputRef;
import dev.sluice.internal.plan.PipelinePlan;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.StreamSettings;
import dev.sluice.stream.WaitPolicy;
import java.util.List;
import java.util.Map;

/// Starts whole passes, threads and all, of which every slot counts: their rings have as few as may be.
final class Passes {
    private static final ExecutorManager EXECUTORS = ExecutorManager.create();

    private Passes() {}

    /// A stream of chunks of `source`, passed on by a plugin.
    static ChunkStream start(SourcePlugin source) {
        Counted counted = new Counted(chunk -> {});
        StagePlan.Step step = new StagePlan.Step(counted, OptionValues.of(counted, Map.of()), List.of(0));
        StagePlan stage = StagePlan.ofSource(
                "a_run", TimeRange.UNBOUNDED, source, OptionValues.of(source, Map.of()), List.of(step));
        PipelinePlan plan =
                new PipelinePlan("a_run", List.of(stage), List.of(new OutputRef(0, 1)), TimeRange.UNBOUNDED);
        StreamSettings settings = StreamSettings.defaults()
                .withWorkers(1)
                .withChunkRecords(1)
                .withMemoryBudget(1 << 16)
                .withWaitPolicy(WaitPolicy.THROUGHPUT);
        return PipelineStream.start(plan, settings, List.of(), EXECUTORS, stream -> {})
                .getFirst();
    }
}
