package dev.sluice.internal.run;

import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.RecordType;
import java.util.concurrent.atomic.AtomicInteger;

/// A source of empty chunks, which take no memory, so that a stage is made in microseconds.
final class Ticks extends SourcePlugin {
    static final RecordType TYPE = RecordType.of("time:<i8").instantaneous();
    static final long LENGTH = 10;

    final AtomicInteger read = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    private final long chunks;

    Ticks(long chunks) {
        this.chunks = chunks;
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides("ticks", TYPE);
    }

    @Override
    public ChunkReader open(SourceContext context) {
        return new Reader();
    }

    private final class Reader implements ChunkReader {
        private long next;

        @Override
        public boolean read(SourceOutput out) {
            if (next == chunks) {
                return false;
            }
            out.publish(0, next * LENGTH, (next + 1) * LENGTH);
            next++;
            read.incrementAndGet();
            return true;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
