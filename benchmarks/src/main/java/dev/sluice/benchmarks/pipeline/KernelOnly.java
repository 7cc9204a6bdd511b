package dev.sluice.benchmarks.pipeline;

import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.FieldCopy;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.Waveforms;
import dev.sluice.waveform.PeakCharge;

/// The least that a plugin can do around the kernel of peak and charge: copy the time, call it.
final class KernelOnly extends StreamingPlugin {
    static final RecordType TYPE =
            RecordType.of("time:<i8", "peak:<f4", "charge:<f4").instantaneous();

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides("kernel_only", TYPE).dependsOn(Waveforms.DATA_TYPE);
    }

    @Override
    public Object prepare(PluginContext context) {
        return new Bound(
                FieldCopy.of("time", context.inputType(), TYPE), PeakCharge.between(context.inputType(), TYPE));
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
