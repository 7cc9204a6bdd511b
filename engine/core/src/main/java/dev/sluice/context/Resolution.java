package dev.sluice.context;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.Demand;
import dev.sluice.plugin.ExecutorType;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.Product;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugin.StaticPlugin;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.TimeResolution;
import dev.sluice.stream.LiveSource;
import dev.sluice.stream.Outlet;
import dev.sluice.stream.PipelinePlan;
import dev.sluice.stream.StagePlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Turns names of types of data into the plan of the stages that compute them: a depth-first walk up the dependencies.
/// Used once.
///
/// A plugin that looks at one chunk at a time joins the stage in which all that it needs is at hand; any other opens a
/// stage of its own.
final class Resolution {
    private final Context context;
    private final String runId;
    private Ancestry ancestry;
    private final Map<String, Outlet> placed = new LinkedHashMap<>();
    private final List<StageDraft> stages = new ArrayList<>();

    Resolution(Context context, String runId) {
        this.context = context;
        this.runId = runId;
    }

    /// @throws IllegalArgumentException if something needed is not provided, plugins depend on each other in a circle,
    ///     or a plugin counts time in another unit than its input
    PipelinePlan plan(List<String> targets, TimeRange range) {
        ancestry = new Ancestry(targets, context::plugin);
        targets.forEach(this::resolve);
        List<Outlet> outlets = targets.stream().map(placed::get).toList();
        List<TimeRange> ranges = new WantedRanges(stages, outlets, range).ofStages();
        List<StagePlan> plans = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            plans.add(stages.get(i).plan(runId, ranges.get(i), plans));
        }
        return new PipelinePlan(runId, plans, outlets, range);
    }

    private void resolve(String dataType) {
        if (placed.containsKey(dataType)) {
            return;
        }
        Plugin plugin = ancestry.plugin(dataType);
        if (plugin instanceof SourcePlugin) {
            place(plugin, new StageDraft((SourcePlugin) plugin, options(plugin)), 0);
            if (plugin instanceof LiveSource) {
                buffer((LiveSource) plugin, dataType);
            }
        } else {
            compute((StreamingPlugin) plugin);
        }
    }

    /// Where what is published may wait or be dropped outside the ring that it is published to.
    private void buffer(LiveSource live, String dataType) {
        if (live.overflow().needsStage(true)) {
            place(live, StageDraft.buffering(dataType, placed.get(dataType), live.overflow()), 0);
        }
    }

    private OptionValues options(Plugin plugin) {
        return OptionValues.of(plugin, context.settings());
    }

    private void compute(StreamingPlugin plugin) {
        List<String> needs = plugin.spec().dependsOn();
        if (needs.isEmpty()) {
            if (plugin instanceof StaticPlugin) {
                SourcePlugin table = new StaticTable((StaticPlugin) plugin, options(plugin));
                place(plugin, new StageDraft(table, options(plugin)), 0);
                return;
            }
            throw new IllegalArgumentException(
                    plugin.name() + " depends on nothing, so there is no chunk to compute from;"
                            + " name its input in dependsOn(...), or write a SourcePlugin");
        }
        needs.forEach(need -> {
            resolve(need);
            requireSameUnit(plugin, need);
        });
        Demand demand = demand(plugin);
        int home = home(needs, demand);
        if (home < 0) {
            home = stages.size();
            stages.add(new StageDraft(needs, needs.stream().map(placed::get).toList(), demand));
        }
        StageDraft stage = stages.get(home);
        int output = stage.add(plugin, options(plugin), needs);
        remember(plugin, home, output);
    }

    private Demand demand(StreamingPlugin plugin) {
        Demand demand = plugin.demand(options(plugin));
        if (demand.executor() == ExecutorType.PROCESS) {
            throw new IllegalArgumentException(plugin.name() + " asks for executorType=PROCESS, worker processes, which"
                    + " are not there yet; use THREAD, or VIRTUAL for plugins that wait for files");
        }
        return plugin instanceof StaticPlugin ? demand.wholeRun() : demand;
    }

    /// The stage that plugin may join: the last one that anything it needs comes from, if all is at hand there.
    private int home(List<String> needs, Demand demand) {
        int last = -1;
        for (String need : needs) {
            last = Math.max(last, placed.get(need).stage());
        }
        return stages.get(last).takes(needs, demand) ? last : -1;
    }

    private void place(Plugin plugin, StageDraft stage, int output) {
        stages.add(stage);
        remember(plugin, stages.size() - 1, output);
    }

    private void remember(Plugin plugin, int stage, int firstOutput) {
        int output = firstOutput;
        for (Product product : plugin.spec().products()) {
            placed.put(product.dataType(), new Outlet(stage, output++));
        }
    }

    /// A chunk has the interval of the chunks that it is computed from, so all must count time alike.
    private void requireSameUnit(StreamingPlugin plugin, String need) {
        TimeResolution input = ancestry.product(need).type().timeResolution();
        for (Product product : plugin.spec().products()) {
            TimeResolution own = product.type().timeResolution();
            if (own != input) {
                throw new IllegalArgumentException(plugin.name() + " provides " + product.dataType()
                        + " with times in " + own.symbol() + ", but its input " + need + " has them in "
                        + input.symbol() + "; declare the same timeResolution(...) on both types");
            }
        }
    }
}
