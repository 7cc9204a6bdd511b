package dev.sluice.stream;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.SourcePlugin;
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
        PipelinePlan plan = new PipelinePlan("a_run", List.of(stage), List.of(new Outlet(0, 1)), TimeRange.UNBOUNDED);
        StageSettings settings = StageSettings.defaults()
                .withWorkers(1)
                .withChunkRecords(1)
                .withMemoryBudget(1 << 16)
                .withWaitPolicy(WaitPolicy.THROUGHPUT);
        return ChunkStream.start(plan, settings, FlowSettings.defaults(), List.of(), EXECUTORS, stream -> {})
                .getFirst();
    }
}
