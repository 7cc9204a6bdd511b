package dev.sluice.context;

import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import java.util.function.UnaryOperator;

/// A plugin of any name and dependencies, which computes nothing unless set.
public final class TestPlugin extends StreamingPlugin {
    static final RecordType INSTANTS = RecordType.of("time:<i8", "value:<i8").instantaneous();

    private final PluginSpec spec;
    private final Body body;

    private TestPlugin(PluginSpec spec, Body body) {
        this.spec = spec;
        this.body = body;
    }

    public static TestPlugin of(String provides, String... dependsOn) {
        return of(INSTANTS, provides, (in, out) -> out.records(0), dependsOn);
    }

    public static TestPlugin of(RecordType type, String provides, Body body, String... dependsOn) {
        return new TestPlugin(PluginSpec.provides(provides, type).dependsOn(dependsOn), body);
    }

    TestPlugin options(Option<?>... options) {
        return new TestPlugin(spec.options(options), body);
    }

    public TestPlugin demanding(UnaryOperator<PluginSpec> more) {
        return new TestPlugin(more.apply(spec), body);
    }

    @Override
    public PluginSpec spec() {
        return spec;
    }

    @Override
    public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
        body.compute(in, out);
    }

    /// What the plugin does with a chunk.
    public interface Body {
        void compute(ChunkInput in, ChunkOutput out);
    }
}
