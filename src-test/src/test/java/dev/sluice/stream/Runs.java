package dev.sluice.stream;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugin.StreamingPlugin;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Starts pipelines for tests: a source and a chain of plugins, each computed from the one before.
final class Runs {
    private Runs() {}

    static ChunkStream start(StageSettings settings, SourcePlugin source, StreamingPlugin... chain) {
        return start(settings, TimeRange.UNBOUNDED, source, chain);
    }

    static ChunkStream start(StageSettings settings, TimeRange range, SourcePlugin source, StreamingPlugin... chain) {
        List<StagePlan.Step> steps = new ArrayList<>();
        for (int i = 0; i < chain.length; i++) {
            steps.add(new StagePlan.Step(chain[i], OptionValues.of(chain[i], Map.of()), List.of(i)));
        }
        StagePlan stage = StagePlan.ofSource("test_run", range, source, OptionValues.of(source, Map.of()), steps);
        PipelinePlan plan = new PipelinePlan("test_run", List.of(stage), List.of(new Outlet(0, chain.length)), range);
        return ChunkStream.start(plan, settings, stream -> {}).getFirst();
    }

    static StageSettings workers(int count) {
        return StageSettings.defaults().withWorkers(count);
    }

    /// The engine's threads that are alive now.
    static List<Thread> engineThreads() {
        Thread[] all = new Thread[Thread.activeCount() + 64];
        int count = Thread.enumerate(all);
        return Stream.of(all)
                .limit(count)
                .filter(thread -> thread.getName().startsWith("sluice-"))
                .toList();
    }
}
