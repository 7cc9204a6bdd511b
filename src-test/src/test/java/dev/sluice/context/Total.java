package dev.sluice.context;

import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StaticPlugin;
import dev.sluice.record.Records;

/// A static plugin for tests: a copy of its input whose values are the number of records of the run.
final class Total extends StaticPlugin {
    private final PluginSpec spec;

    Total(String provides, String need) {
        this.spec = PluginSpec.provides(provides, TestPlugin.INSTANTS).dependsOn(need);
    }

    @Override
    public PluginSpec spec() {
        return spec;
    }

    @Override
    public void compute(ChunkInput in, ChunkOutput out, PluginContext context) {
        Records records = out.records(in.records().count());
        for (long i = 0; i < records.count(); i++) {
            Instants.TIME.set(records, i, Instants.TIME.get(in.records(), i));
            Instants.VALUE.set(records, i, records.count());
        }
    }
}
