package dev.sluice.internal.run;

import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.Records;

/// A plugin for tests: the same records with twice the value, and something to do before each chunk.
public final class Doubled extends StreamingPlugin {
    private final Before before;
    private final String provides;
    private final String dependsOn;

    /// What happens before a chunk is computed; may throw.
    public interface Before {
        void chunk(ChunkInput in) throws Exception;
    }

    public Doubled(Before before) {
        this("doubled", "pulses", before);
    }

    public Doubled(String provides, String dependsOn, Before before) {
        this.provides = provides;
        this.dependsOn = dependsOn;
        this.before = before;
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(provides, Pulses.TYPE).dependsOn(dependsOn);
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) throws Exception {
        before.chunk(in);
        Records pulses = in.records();
        Records doubled = out.records(pulses.count());
        for (long i = 0; i < pulses.count(); i++) {
            Pulses.TIME.set(doubled, i, Pulses.TIME.get(pulses, i));
            Pulses.VALUE.set(doubled, i, 2 * Pulses.VALUE.get(pulses, i));
        }
    }
}
