package dev.sluice.internal.run;

import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import java.util.function.LongConsumer;

/// A plugin that is told the number of each chunk, and gives empty ones.
final class Counted extends StreamingPlugin {
    private final LongConsumer chunks;

    Counted(LongConsumer chunks) {
        this.chunks = chunks;
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides("counted", Ticks.TYPE).dependsOn("ticks");
    }

    /// At low latency a reader may compute.
    @Override
    public boolean isBoundToThread() {
        return false;
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        chunks.accept(in.chunk().number());
    }
}
