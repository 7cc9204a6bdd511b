package dev.sluice.context;

import dev.sluice.chunk.TimeRange;
import dev.sluice.internal.plan.OutputRef;
import dev.sluice.internal.plan.StagePlan;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.plugin.StaticPlugin;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.source.PulseBounds;
import dev.sluice.stream.Overflow;
import java.util.ArrayList;
import java.util.List;

/// A stage while it is planned: what feeds it, and the plugins that joined it so far.
final class StageDraft {
    private final SourcePlugin source;
    private final OptionValues sourceOptions;
    private final List<OutputRef> inputs;
    private final Requirements demand;
    private Overflow overflow = Overflow.BLOCK;
    private final PluginSettings.Rule reading;
    private final String pool;
    private final boolean chunksMatter;
    private final List<StagePlan.Step> steps = new ArrayList<>();
    private final List<String> available = new ArrayList<>();
    private final int inputCount;
    private boolean firstMoves;
    private boolean laterMove;

    /// A stage that reads from a source, with the names by which its outputs are known, as `reading` says, and computes
    /// in `pool`.
    StageDraft(
            SourcePlugin source, OptionValues options, List<String> outputs, PluginSettings.Rule reading, String pool) {
        this.source = source;
        this.sourceOptions = options;
        this.inputs = List.of();
        this.demand = Requirements.NONE;
        this.reading = reading;
        this.pool = pool;
        this.chunksMatter = false;
        available.addAll(outputs);
        this.inputCount = available.size();
    }

    /// A stage that is fed by outputs of others, and computes in `pool`; `chunksMatter` if what its plugin makes
    /// depends on the bounds of chunks.
    StageDraft(List<String> needs, List<OutputRef> inputs, Requirements demand, String pool, boolean chunksMatter) {
        this.source = null;
        this.sourceOptions = null;
        this.inputs = inputs;
        this.demand = demand;
        this.reading = null;
        this.pool = pool;
        this.chunksMatter = chunksMatter;
        available.addAll(needs);
        this.inputCount = available.size();
    }

    /// A stage that takes copies of the only output of another one, which does not wait for it, and computes in `pool`.
    static StageDraft buffering(String dataType, OutputRef input, Overflow policy, String pool) {
        StageDraft draft = new StageDraft(List.of(dataType), List.of(input), Requirements.NONE, pool, false);
        draft.overflow = policy;
        return draft;
    }

    List<OutputRef> inputs() {
        return inputs;
    }

    Requirements demand() {
        return demand;
    }

    /// Whether chunks must have the same bounds for every range of time.
    boolean chunksMatter() {
        return chunksMatter;
    }

    /// Whether a plugin that needs these and asks for that may be computed here too.
    ///
    /// Not after a plugin that divides chunks; and what a halo widened is only for the plugin that asked for it.
    boolean takes(List<String> needs, Requirements asked) {
        boolean joins = asked.isLocal() || asked.equals(Requirements.NONE.inOrder()) && demand.equals(asked);
        boolean divided = demand.dividing() || steps.stream().anyMatch(step -> step.plugin() instanceof StaticPlugin);
        if (!joins || divided || !available.containsAll(needs)) {
            return false;
        }
        return !demand.hasHalo() || needs.stream().noneMatch(need -> available.indexOf(need) < inputCount);
    }

    /// Adds a plugin, with the names by which its outputs are known; the number of the first of them. `moves` if what
    /// it provides may start after what it lies in.
    int add(StreamingPlugin plugin, OptionValues options, List<String> needs, List<String> outputs, boolean moves) {
        if (steps.isEmpty() && source == null) {
            firstMoves = moves;
        } else {
            laterMove |= moves;
        }
        List<Integer> from = needs.stream().map(available::indexOf).toList();
        steps.add(new StagePlan.Step(plugin, options, from));
        int output = available.size();
        available.addAll(outputs);
        return output;
    }

    /// The source; null if other stages feed this one.
    SourcePlugin source() {
        return source;
    }

    /// Whether it reads from the start that is asked for: what is published live comes as it does.
    boolean isRead() {
        return source != null && !source.isPushed();
    }

    /// What is needed of the inputs, or of the source, to compute `wanted`.
    Wanted needed(Wanted wanted) {
        return wanted.reachingIf(laterMove).needed(demand, chunksMatter, firstMoves);
    }

    /// The range to be read of the source so that all of `range` is there: with what reaches into it if `reaching`, and
    /// with whole pulses in any case. All, if the source cannot say.
    TimeRange around(TimeRange range, boolean reaching) {
        boolean pulses = source.spec().products().stream()
                .anyMatch(product -> PulseBounds.of(product.type()).areFragments());
        if (range.isUnbounded() || !reaching && !pulses) {
            return range;
        }
        try {
            return Wanted.hull(range, source.around(range, sourceOptions));
        } catch (RuntimeException unreadable) {
            // It is opened next, and says what is wrong.
            return TimeRange.UNBOUNDED;
        }
    }

    StagePlan plan(String runId, TimeRange range, long reachedFrom, List<StagePlan> others) {
        if (source != null) {
            return StagePlan.ofSource(runId, range, source, sourceOptions, reading.demand(), steps)
                    .reachedFrom(reachedFrom)
                    .inPools(pool, reading.pool());
        }
        StagePlan plan = overflow != Overflow.BLOCK
                ? StagePlan.buffering(runId, others, inputs.getFirst(), overflow, steps)
                : StagePlan.ofStages(runId, others, inputs, demand, steps);
        return plan.inPools(pool, null);
    }
}
