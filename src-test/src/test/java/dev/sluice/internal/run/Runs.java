package dev.sluice.internal.run;

import dev.sluice.chunk.TimeRange;
import dev.sluice.internal.plan.OutputRef;
import dev.sluice.internal.plan.PipelinePlan;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.StreamSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Starts pipelines for tests: a source and a chain of plugins, each computed from the one before.
public final class Runs {
    private static final String RUN = "test_run";

    private Runs() {}

    public static ChunkStream start(StreamSettings settings, SourcePlugin source, StreamingPlugin... chain) {
        return start(settings, TimeRange.UNBOUNDED, source, chain);
    }

    public static ChunkStream start(
            StreamSettings settings, TimeRange range, SourcePlugin source, StreamingPlugin... chain) {
        List<StagePlan.Step> steps = new ArrayList<>();
        for (int i = 0; i < chain.length; i++) {
            steps.add(new StagePlan.Step(chain[i], OptionValues.of(chain[i], Map.of()), List.of(i)));
        }
        boolean stateful =
                Stream.of(chain).anyMatch(plugin -> plugin.spec().demand().stateful());
        StagePlan first =
                StagePlan.ofSource(RUN, range, source, OptionValues.of(source, Map.of()), stateful ? List.of() : steps);
        List<StagePlan> stages = new ArrayList<>(List.of(first));
        if (stateful) {
            stages.add(
                    StagePlan.ofStages(RUN, stages, List.of(new OutputRef(0, 0)), Requirements.NONE.inOrder(), steps));
        }
        OutputRef target = new OutputRef(stages.size() - 1, chain.length);
        PipelinePlan plan = new PipelinePlan(RUN, stages, List.of(target), range);
        return PipelineStream.start(plan, settings, stream -> {}).getFirst();
    }

    public static StreamSettings workers(int count) {
        return StreamSettings.defaults().withWorkers(count);
    }
}
