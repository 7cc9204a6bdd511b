package dev.sluice.benchmarks.pipeline;

import dev.sluice.kernels.SampleRange;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.FieldCopy;
import dev.sluice.record.Records;
import dev.sluice.source.Waveforms;
import dev.sluice.waveform.PeakCharge;

/// One link of a chain: peak and charge over nearly all samples of every waveform, so that each link reads all of a
/// chunk once.
final class KernelStep extends StreamingPlugin {
    private final String name;
    private final int index;

    /// Link number `index`.
    KernelStep(int index) {
        this.index = index;
        this.name = "kernel_step_" + index;
    }

    String dataType() {
        return name;
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(name, KernelOnly.TYPE).dependsOn(Waveforms.DATA_TYPE);
    }

    @Override
    public Object prepare(PluginContext context) {
        int samples = context.inputType().field("wave").elements();
        SampleRange window = new SampleRange(index, samples);
        return new Bound(
                FieldCopy.of("time", context.inputType(), KernelOnly.TYPE),
                PeakCharge.between(context.inputType(), KernelOnly.TYPE)
                        .ranges(new SampleRange(index, Math.min(samples, index + 50)), window));
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        Records waveforms = in.records();
        Records results = out.records(waveforms.count());
        Bound bound = context.prepared(Bound.class);
        bound.kernel().apply(waveforms, results);
        bound.time().copy(waveforms, results);
    }

    private record Bound(FieldCopy time, PeakCharge kernel) {}
}
