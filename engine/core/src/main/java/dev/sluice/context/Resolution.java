package dev.sluice.context;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.TimeResolution;
import dev.sluice.stream.StagePlan;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Turns the name of a type of data into the plan of the stage that computes it: a depth-first walk up the
/// dependencies. Used once.
final class Resolution {
    private final Context context;
    private final String runId;
    private final TimeRange range;
    private final Set<String> underway = new LinkedHashSet<>();
    private final List<String> available = new ArrayList<>();
    private final List<StagePlan.Step> steps = new ArrayList<>();
    private SourcePlugin source;

    Resolution(Context context, String runId, TimeRange range) {
        this.context = context;
        this.runId = runId;
        this.range = range;
    }

    /// @throws IllegalArgumentException if something needed is not provided, plugins depend on each other in a circle,
    ///     the data come from more than one source, or a plugin counts time in another unit than its input
    StagePlan plan(String target) {
        resolve(target);
        return new StagePlan(
                runId, range, source, OptionValues.of(source, context.settings()), steps, available.indexOf(target));
    }

    private void resolve(String dataType) {
        if (available.contains(dataType)) {
            return;
        }
        if (!underway.add(dataType)) {
            throw new IllegalArgumentException(
                    "plugins depend on each other in a circle: " + String.join(" -> ", underway) + " -> " + dataType);
        }
        Plugin plugin = provider(dataType);
        if (plugin instanceof SourcePlugin) {
            takeSource((SourcePlugin) plugin);
        } else {
            addStep((StreamingPlugin) plugin);
        }
        underway.remove(dataType);
        available.add(dataType);
    }

    private Plugin provider(String dataType) {
        try {
            return context.plugin(dataType);
        } catch (IllegalArgumentException missing) {
            if (underway.size() == 1) {
                throw missing;
            }
            throw new IllegalArgumentException(
                    missing.getMessage() + " (needed by " + String.join(" -> ", underway) + ")", missing);
        }
    }

    private void takeSource(SourcePlugin found) {
        if (source != null) {
            throw new IllegalArgumentException("the data come from two sources, "
                    + source.spec().provides() + " and " + found.spec().provides() + "; one stage has one source");
        }
        source = found;
    }

    private void addStep(StreamingPlugin plugin) {
        List<String> needs = plugin.spec().dependsOn();
        if (needs.isEmpty()) {
            throw new IllegalArgumentException(
                    plugin.name() + " depends on nothing, so there is no chunk to compute from;"
                            + " name its input in dependsOn(...), or write a SourcePlugin");
        }
        needs.forEach(need -> {
            resolve(need);
            requireSameUnit(plugin, need);
        });
        List<Integer> inputs = needs.stream().map(available::indexOf).toList();
        steps.add(new StagePlan.Step(plugin, OptionValues.of(plugin, context.settings()), inputs));
    }

    /// A chunk has the interval of the chunk that it is computed from, so both must count time alike.
    private void requireSameUnit(StreamingPlugin plugin, String need) {
        TimeResolution own = plugin.spec().type().timeResolution();
        TimeResolution input = context.plugin(need).spec().type().timeResolution();
        if (own != input) {
            throw new IllegalArgumentException(
                    plugin.name() + " provides " + plugin.spec().provides() + " with times in "
                            + own.symbol() + ", but its input " + need + " has them in " + input.symbol()
                            + "; declare the same timeResolution(...) on both types");
        }
    }
}
