package dev.sluice.stream;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import java.util.ArrayList;
import java.util.List;

/// What one stage runs: a source, and the plugins that are computed in one pass over each of its chunks. Immutable.
///
/// Outputs are numbered: 0 is the source's, `i + 1` that of step `i`.
public final class StagePlan {
    private final String runId;
    private final TimeRange timeRange;
    private final SourcePlugin source;
    private final OptionValues sourceOptions;
    private final List<Step> steps;
    private final int target;
    // A plugin builds its specification anew at each call; the threads of the stage ask for these on every chunk.
    private final List<PluginSpec> specs = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /// One plugin of the stage.
    ///
    /// @param plugin  what computes
    /// @param options its options
    /// @param inputs  which outputs it reads, in the order of its dependencies
    public record Step(StreamingPlugin plugin, OptionValues options, List<Integer> inputs) {
        /// Copies the list of inputs.
        public Step {
            inputs = List.copyOf(inputs);
        }
    }

    /// A plan for the range of time `timeRange` of a run: `steps` in an order in which each comes after those that it
    /// depends on, of which output number `target` leaves the stage.
    public StagePlan(
            String runId,
            TimeRange timeRange,
            SourcePlugin source,
            OptionValues sourceOptions,
            List<Step> steps,
            int target) {
        this.runId = runId;
        this.timeRange = timeRange;
        this.source = source;
        this.sourceOptions = sourceOptions;
        this.steps = List.copyOf(steps);
        this.target = target;
        remember(source);
        this.steps.forEach(step -> remember(step.plugin()));
    }

    private void remember(Plugin plugin) {
        specs.add(plugin.spec());
        names.add(plugin.name());
    }

    String runId() {
        return runId;
    }

    TimeRange timeRange() {
        return timeRange;
    }

    SourcePlugin source() {
        return source;
    }

    OptionValues sourceOptions() {
        return sourceOptions;
    }

    List<Step> steps() {
        return steps;
    }

    int target() {
        return target;
    }

    /// The number of chunks that a slot holds: the source's and one per step.
    int outputs() {
        return specs.size();
    }

    RecordType type(int output) {
        return specs.get(output).type();
    }

    String dataType(int output) {
        return specs.get(output).provides();
    }

    List<String> dependsOn(int output) {
        return specs.get(output).dependsOn();
    }

    String pluginName(int output) {
        return names.get(output);
    }

    boolean isStateful() {
        return specs.stream().anyMatch(PluginSpec::isStateful);
    }

    /// Bytes that one record of the source and what is computed from it take, one output record each assumed.
    long bytesPerRecord() {
        return specs.stream().mapToLong(spec -> spec.type().size()).sum();
    }
}
