package dev.sluice.context;

import dev.sluice.chunk.TimeRange;
import dev.sluice.internal.plan.PipelinePlan;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.internal.plan.StageShapes;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Product;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.stream.StageShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How types of data would be computed, as it can be shown: plugins, the types between them, and the stages that they
/// are fused into, with threads and memory. Immutable; nothing is opened or started for it.
///
/// @param runId        the run
/// @param targets      the types of data that are asked for
/// @param plugins      the plugins, each after those that it takes from
/// @param stages       the stages, each after those that feed it
/// @param memoryBudget the limit of the memory of all stages, in bytes
public record PlanGraph(
        String runId, List<String> targets, List<PlannedPlugin> plugins, List<StageShape> stages, long memoryBudget) {
    /// Copies the lists.
    public PlanGraph {
        targets = List.copyOf(targets);
        plugins = List.copyOf(plugins);
        stages = List.copyOf(stages);
    }

    /// The plan of what `streaming` would do for `targets`, with the lineage of each type of data, and which of them
    /// are loaded from a store. Reads of the sources what identifies them.
    ///
    /// @throws IllegalArgumentException if something needed is not provided
    public static PlanGraph of(StreamingContext streaming, List<String> targets, TimeRange range) {
        Map<String, String> lineages = new HashMap<>();
        Set<String> stored = new HashSet<>();
        for (StagePlan stage : streaming.plan(targets, range).stages()) {
            for (Plugin plugin : plugins(stage)) {
                for (Product product : plugin.spec().products()) {
                    lineages.put(
                            product.dataType(),
                            streaming.lineage(product.dataType()).hash());
                    if (plugin instanceof StoredSource) {
                        stored.add(product.dataType());
                    }
                }
            }
        }
        return of(streaming, targets, range, lineages, stored);
    }

    /// @param lineages hashes by type of data, as far as they are known
    /// @param stored   the types of data that are loaded from a store
    static PlanGraph of(
            StreamingContext streaming,
            List<String> targets,
            TimeRange range,
            Map<String, String> lineages,
            Set<String> stored) {
        PipelinePlan plan = streaming.plan(targets, range);
        List<PlannedPlugin> plugins = new ArrayList<>();
        for (int number = 0; number < plan.stages().size(); number++) {
            StagePlan stage = plan.stages().get(number);
            for (Plugin plugin : plugins(stage)) {
                plugins.add(planned(plugin, number, targets, lineages, stored));
            }
        }
        return new PlanGraph(
                streaming.runId(),
                targets,
                plugins,
                StageShapes.of(plan, streaming.settings()),
                streaming.settings().memoryBudget());
    }

    private static List<Plugin> plugins(StagePlan stage) {
        List<Plugin> plugins = new ArrayList<>();
        SourcePlugin source = stage.source();
        if (source != null) {
            plugins.add(source);
        }
        stage.steps().forEach(step -> plugins.add(step.plugin()));
        return plugins;
    }

    private static PlannedPlugin planned(
            Plugin plugin, int stage, List<String> targets, Map<String, String> lineages, Set<String> stored) {
        PluginSpec spec = plugin.spec();
        List<PlannedType> provides = spec.products().stream()
                .map(product -> new PlannedType(
                        product.dataType(),
                        product.kind(),
                        product.type().size(),
                        targets.contains(product.dataType()),
                        stored.contains(product.dataType()),
                        lineages.getOrDefault(product.dataType(), "")))
                .toList();
        return new PlannedPlugin(plugin.name(), spec.version(), stage, spec.dependsOn(), provides);
    }

    /// The plugin that gives a type of data; none if it is not in the plan.
    public Optional<PlannedPlugin> provider(String dataType) {
        return plugins.stream().filter(plugin -> plugin.gives(dataType)).findFirst();
    }

    /// The plugins of one stage, in the order in which they are computed.
    public List<PlannedPlugin> pluginsOf(int stage) {
        return plugins.stream().filter(plugin -> plugin.stage() == stage).toList();
    }

    /// Threads of all stages: the workers, and one for each that fills its ring.
    public int threads() {
        return stages.stream().mapToInt(stage -> stage.workers() + 1).sum();
    }

    /// Bytes of the buffers of all stages, as far as that is known; what is taken never passes the budget.
    public long bytes() {
        long sum = 0;
        for (StageShape stage : stages) {
            sum = Math.addExact(Math.min(sum, Long.MAX_VALUE / 2), Math.min(stage.bytes(), Long.MAX_VALUE / 2));
        }
        return sum;
    }
}
