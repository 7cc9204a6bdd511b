package dev.sluice.context;

import dev.sluice.chunk.Loss;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.Records;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Chunks of [TestPlugin#INSTANTS] that last 100 each, with values that count from 0: of four the second is empty, and
/// if asked for, the third has a loss. Counts how often it is opened.
final class TestSource extends SourcePlugin {
    static final Loss LOSS = new Loss(210, 220, "the cable was pulled");

    private final String dataType;
    private final int chunks;
    private final boolean losing;
    private final AtomicInteger opened = new AtomicInteger();

    private TestSource(String dataType, int chunks, boolean losing) {
        this.dataType = dataType;
        this.chunks = chunks;
        this.losing = losing;
    }

    static TestSource of(String dataType) {
        return new TestSource(dataType, 4, false);
    }

    static TestSource of(String dataType, int chunks) {
        return new TestSource(dataType, chunks, false);
    }

    static TestSource losing(String dataType) {
        return new TestSource(dataType, 4, true);
    }

    int opened() {
        return opened.get();
    }

    @Override
    public Map<String, Object> identity() {
        return Map.of("chunks", chunks, "losing", losing);
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(dataType, TestPlugin.INSTANTS).version("1");
    }

    @Override
    public ChunkReader open(SourceContext context) {
        opened.incrementAndGet();
        return new ChunkReader() {
            private int next;

            @Override
            public boolean read(SourceOutput out) {
                if (next == chunks) {
                    return false;
                }
                int count = next % 4 == 1 ? 0 : 10;
                Records records = out.records(count);
                for (int i = 0; i < count; i++) {
                    TestPlugin.INSTANTS.longField("time").set(records, i, next * 100L + i * 10L);
                    TestPlugin.INSTANTS.longField("value").set(records, i, next * 10L + i);
                }
                out.publish(count, next * 100L, next * 100L + 100);
                if (losing && next == 2) {
                    out.lost(LOSS);
                }
                next++;
                return true;
            }
        };
    }
}
