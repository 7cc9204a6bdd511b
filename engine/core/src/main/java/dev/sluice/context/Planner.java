package dev.sluice.context;

import dev.sluice.chunk.TimeRange;
import dev.sluice.internal.feed.LiveSource;
import dev.sluice.internal.plan.OutputRef;
import dev.sluice.internal.plan.PipelinePlan;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.plugin.ExecutorType;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.Product;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugin.StaticPlugin;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.TimeResolution;
import dev.sluice.source.PulseBounds;
import dev.sluice.store.StoredData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Turns names of types of data into the plan of the stages that compute them: a depth-first walk up the dependencies,
/// which ends at sources and at what is stored. Used once.
///
/// A plugin that looks at one chunk at a time joins the stage in which all that it needs is at hand; any other opens a
/// stage of its own.
final class Planner {
    private final DependencyGraph ancestry;
    private final ConfiguredPlugins plugins;
    private final PluginRules rules;
    private final StreamSelection selection;
    private final Function<String, Optional<StoredData>> stored;
    private final Map<String, OutputRef> selected = new LinkedHashMap<>();
    private final Map<String, OutputRef> placed = new LinkedHashMap<>();
    private final Set<String> computed = new LinkedHashSet<>();
    private final List<StageDraft> stages = new ArrayList<>();

    /// @param plugins   the plugins and their options
    /// @param rules     how plugins are computed
    /// @param selection what readers want of the targets
    /// @param stored    gives what need not be computed; asked once for each type of data that is reached
    Planner(
            DependencyGraph ancestry,
            ConfiguredPlugins plugins,
            PluginRules rules,
            StreamSelection selection,
            Function<String, Optional<StoredData>> stored) {
        this.ancestry = ancestry;
        this.plugins = plugins;
        this.rules = rules;
        this.selection = selection;
        this.stored = stored;
    }

    /// Places what is needed for `targets`.
    ///
    /// @throws IllegalArgumentException if a plugin counts time in another unit than its input, depends on nothing, or
    ///     asks for what is not there
    Planner resolve(List<String> targets) {
        targets.forEach(this::resolve);
        return this;
    }

    /// The types of data that are computed rather than loaded, those included that no target names.
    List<String> computed() {
        return List.copyOf(computed);
    }

    /// The types of data that are computed for `target`, directly or not.
    Set<String> computedFor(String target) {
        Set<String> found = new LinkedHashSet<>();
        gather(target, found);
        return found;
    }

    private void gather(String dataType, Set<String> found) {
        if (computed.contains(dataType) && found.add(dataType)) {
            Plugin plugin = ancestry.plugin(dataType);
            found.addAll(ancestry.outputs(plugin));
            plugin.spec().dependsOn().forEach(need -> gather(need, found));
        }
    }

    /// The plan by which `targets`, of which only what is selected is wanted, and `kept`, of which all is, are read
    /// over `range`; all of them are placed.
    ///
    /// @throws IllegalArgumentException if the selection does not fit the records of a target
    PipelinePlan plan(String runId, List<String> targets, List<String> kept, TimeRange range) {
        List<OutputRef> outlets = new ArrayList<>();
        targets.forEach(target -> outlets.add(selected(target, range)));
        kept.forEach(dataType -> outlets.add(placed.get(dataType)));
        TimeRange wanted = selection.toBeComputed(range);
        RangePropagation ranges = new RangePropagation(stages, outlets, wanted);
        List<StagePlan> plans = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            plans.add(stages.get(i)
                    .plan(runId, ranges.ofStages().get(i), ranges.reachedFrom().get(i), plans));
        }
        long lead = selection.reachesBack(range) ? range.start() : Long.MIN_VALUE;
        return new PipelinePlan(runId, plans, outlets, wanted, lead);
    }

    /// The outlet of what is wanted of a target: selected in the pass that makes it, where that can be.
    private OutputRef selected(String target, TimeRange range) {
        if (!selected.containsKey(target)) {
            OutputRef outlet = placed.get(target);
            selected.put(
                    target,
                    selection
                            .of(ancestry.product(target), range)
                            .map(step -> behind(outlet, step, target))
                            .orElse(outlet));
        }
        return selected.get(target);
    }

    private OutputRef behind(OutputRef outlet, SelectedRecords step, String target) {
        int home = outlet.stage();
        if (!stages.get(home).takes(List.of(target), Requirements.NONE)) {
            home = stages.size();
            stages.add(new StageDraft(List.of(target), List.of(outlet), Requirements.NONE, rules.pool(), false));
        }
        List<String> from = List.of(target);
        return new OutputRef(home, stages.get(home).add(step, OptionValues.of(step, Map.of()), from, from, false));
    }

    private void resolve(String dataType) {
        if (placed.containsKey(dataType)) {
            return;
        }
        Optional<StoredData> data = stored.apply(dataType);
        if (data.isPresent()) {
            SourcePlugin source = new StoredSource(ancestry.product(dataType), data.get());
            PluginSettings.Rule reading = new PluginSettings.Rule(source.spec().demand(), null);
            OptionValues none = OptionValues.of(source, Map.of());
            stages.add(new StageDraft(source, none, List.of(dataType), reading, rules.pool()));
            placed.put(dataType, new OutputRef(stages.size() - 1, 0));
            return;
        }
        Plugin plugin = ancestry.plugin(dataType);
        if (plugin instanceof SourcePlugin) {
            place(plugin, (SourcePlugin) plugin);
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
            stages.add(StageDraft.buffering(dataType, placed.get(dataType), live.overflow(), rules.pool()));
            placed.put(dataType, new OutputRef(stages.size() - 1, 0));
        }
    }

    private OptionValues options(Plugin plugin) {
        return plugins.options(plugin);
    }

    private void compute(StreamingPlugin plugin) {
        List<String> needs = plugin.spec().dependsOn();
        if (needs.isEmpty()) {
            if (plugin instanceof StaticPlugin) {
                place(plugin, new StaticTable((StaticPlugin) plugin, options(plugin)));
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
        Requirements own = demand(plugin, plugins);
        PluginSettings.Rule rule = rules.of(plugin, own);
        Requirements demand = rule.demand();
        // A plugin that asks for a size of chunks may compute what depends on it; one that is given a size may not.
        boolean chunksMatter = own.chunkRecords() > 0;
        int home = home(needs, demand);
        if (home < 0) {
            home = stages.size();
            stages.add(
                    new StageDraft(needs, needs.stream().map(placed::get).toList(), demand, pool(rule), chunksMatter));
        }
        StageDraft stage = stages.get(home);
        int output = stage.add(plugin, options(plugin), needs, ancestry.outputs(plugin), moves(plugin, ancestry));
        remember(plugin, home, output);
    }

    /// Whether records of a plugin may start after those that they lie in, or are found in the samples of.
    static boolean moves(Plugin plugin, DependencyGraph ancestry) {
        return !plugin.spec().keepsTimes()
                && plugin.spec().dependsOn().stream()
                        .map(need -> ancestry.product(need).type())
                        .anyMatch(type -> PulseBounds.of(type).haveDuration());
    }

    /// What a plugin asks of the engine itself where options are set as in `plugins`, whatever is set for it.
    static Requirements demand(Plugin plugin, ConfiguredPlugins plugins) {
        if (!(plugin instanceof StreamingPlugin)) {
            return plugin.spec().demand();
        }
        Requirements demand = ((StreamingPlugin) plugin).demand(plugins.options(plugin));
        return plugin instanceof StaticPlugin ? demand.wholeRun() : demand;
    }

    /// The pool that computes a plugin: its own, or that of the run unless it asks for another kind of thread.
    private String pool(PluginSettings.Rule rule) {
        return rule.pool() != null || rule.demand().executor() != ExecutorType.THREAD ? rule.pool() : rules.pool();
    }

    /// The stage that plugin may join: the last one that anything it needs comes from, if all is at hand there.
    private int home(List<String> needs, Requirements demand) {
        int last = -1;
        for (String need : needs) {
            last = Math.max(last, placed.get(need).stage());
        }
        return stages.get(last).takes(needs, demand) ? last : -1;
    }

    private void place(Plugin plugin, SourcePlugin source) {
        PluginSettings.Rule reading = rules.ofReader(plugin, source.spec().demand());
        stages.add(new StageDraft(source, options(plugin), ancestry.outputs(plugin), reading, rules.pool()));
        remember(plugin, stages.size() - 1, 0);
    }

    /// What is loaded already stays so where another output of its plugin must be computed.
    private void remember(Plugin plugin, int stage, int firstOutput) {
        int output = firstOutput;
        for (String dataType : ancestry.outputs(plugin)) {
            OutputRef outlet = new OutputRef(stage, output++);
            if (!dataType.isEmpty() && placed.putIfAbsent(dataType, outlet) == null) {
                computed.add(dataType);
            }
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
