package dev.sluice.context.faults;

import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StaticPlugin;
import dev.sluice.record.Records;

/// Adds to each value the sum of all.
final class WholePlugin extends StaticPlugin {
    private final PluginSpec spec;
    private final Hooks hooks;

    WholePlugin(PluginSpec spec, Hooks hooks) {
        this.spec = spec;
        this.hooks = hooks;
    }

    @Override
    public String name() {
        return "Subject";
    }

    @Override
    public PluginSpec spec() {
        return spec;
    }

    @Override
    public Object prepare(PluginContext context) throws Exception {
        return hooks.memory();
    }

    @Override
    public void compute(ChunkInput in, ChunkOutput out, PluginContext context) throws Exception {
        hooks.compute().strike(in.start(), in.end());
        Records input = in.records();
        RolePlugin.addToEach(input, 0, input.count(), RolePlugin.sum(input, 0, input.count()), out);
    }
}
