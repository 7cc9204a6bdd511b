package dev.sluice.benchmarks.pipeline;

import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.FloatField;
import dev.sluice.record.LongField;
import dev.sluice.record.Records;

/// A link of a chain that needs a halo: the charge of every record and of those just before and after it.
final class NeighbourStep extends StreamingPlugin {
    static final String DATA_TYPE = "neighbours";

    private static final LongField TIME = KernelOnly.TYPE.longField("time");
    private static final FloatField PEAK = KernelOnly.TYPE.floatField("peak");
    private static final FloatField CHARGE = KernelOnly.TYPE.floatField("charge");

    private final String input;
    private final long halo;

    /// Computed from `input`, whose records follow each other after `halo` at most.
    NeighbourStep(String input, long halo) {
        this.input = input;
        this.halo = halo;
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(DATA_TYPE, KernelOnly.TYPE).dependsOn(input).halo(halo, halo + 1);
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        Records charges = in.records();
        Records sums = out.records(charges.count());
        for (long i = 0; i < charges.count(); i++) {
            TIME.set(sums, i, TIME.get(charges, i));
            PEAK.set(sums, i, PEAK.get(charges, i));
            float before = i == 0 ? 0 : CHARGE.get(charges, i - 1);
            float behind = i + 1 == charges.count() ? 0 : CHARGE.get(charges, i + 1);
            CHARGE.set(sums, i, before + CHARGE.get(charges, i) + behind);
        }
    }
}
