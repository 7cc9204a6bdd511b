package dev.sluice.context;

import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import java.util.function.UnaryOperator;

/// Provides `main` and `rest`, each a copy of `raw`.
final class TwoOutputs extends StreamingPlugin {
    private final PluginSpec spec;

    private TwoOutputs(PluginSpec spec) {
        this.spec = spec;
    }

    static TwoOutputs plugin(UnaryOperator<PluginSpec> more) {
        return new TwoOutputs(more.apply(PluginSpec.provides("main", TestPlugin.INSTANTS)
                .and("rest", TestPlugin.INSTANTS)
                .dependsOn("raw")));
    }

    @Override
    public PluginSpec spec() {
        return spec;
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        long count = in.records().count();
        out.records("main", count).copyFrom(0, in.records(), 0, count);
        out.records("rest", count).copyFrom(0, in.records(), 0, count);
    }
}
