package dev.sluice.internal.run;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.executor.ExecutorManager;
import dev.sluice.internal.plan.OutputRef;
import dev.sluice.internal.plan.PipelinePlan;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.ring.CopyingTap;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.StreamSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/// Runs of a source and a plugin, in one stage.
final class Flows {
    private Flows() {}

    /// A source and a plugin, and a stream of each of these outputs: 0 is the source, 1 the plugin.
    static List<PipelineStream> start(
            StreamSettings settings, List<CopyingTap> taps, Pulses source, StreamingPlugin plugin, int... outputs) {
        StagePlan.Step step = new StagePlan.Step(plugin, OptionValues.of(plugin, Map.of()), List.of(0));
        StagePlan stage = StagePlan.ofSource(
                "test_run", TimeRange.UNBOUNDED, source, OptionValues.of(source, Map.of()), List.of(step));
        List<OutputRef> targets = IntStream.of(outputs)
                .mapToObj(output -> new OutputRef(0, output))
                .toList();
        PipelinePlan plan = new PipelinePlan("test_run", List.of(stage), targets, TimeRange.UNBOUNDED);
        return PipelineStream.start(plan, settings, taps, ExecutorManager.withoutReuse(), stream -> {});
    }

    static ChunkStream start(StreamSettings settings, Pulses source, StreamingPlugin plugin) {
        return start(settings, List.of(), source, plugin, 1).getFirst();
    }

    /// Reads a stream to its end on a thread of its own, and counts its records.
    static CompletableFuture<Long> count(ChunkStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    long records = 0;
                    for (Chunk chunk : stream) {
                        records += chunk.length();
                    }
                    return records;
                },
                work -> Thread.ofPlatform().daemon().start(work));
    }
}
