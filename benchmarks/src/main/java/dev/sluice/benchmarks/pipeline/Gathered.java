package dev.sluice.benchmarks.pipeline;

import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import java.util.List;

/// The end of several plugins that are computed together: wants the output of all, writes nothing itself.
final class Gathered extends StreamingPlugin {
    static final String DATA_TYPE = "gathered";

    private static final RecordType TYPE = RecordType.of("time:<i8").instantaneous();

    private final List<String> inputs;

    Gathered(List<String> inputs) {
        this.inputs = List.copyOf(inputs);
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(DATA_TYPE, TYPE).dependsOn(inputs.toArray(String[]::new));
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        out.records(0);
    }
}
