package dev.sluice.internal.run;

import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.LongField;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// A source for tests: chunks of 1000 ns with a known number of records, whose values are their index in the run.
public final class Pulses extends SourcePlugin {
    public static final RecordType TYPE = RecordType.of("time:<i8", "value:<i8").instantaneous();
    static final LongField TIME = TYPE.longField("time");
    static final LongField VALUE = TYPE.longField("value");
    static final long CHUNK_NS = 1000;

    final AtomicLong chunksRead = new AtomicLong();
    final AtomicInteger opened = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();

    private final long chunks;
    private final int recordsPerChunk;
    private final BeforeChunk before;

    /// What happens before a chunk is read; may throw.
    public interface BeforeChunk {
        void chunk(long number) throws Exception;
    }

    public Pulses(long chunks, int recordsPerChunk) {
        this(chunks, recordsPerChunk, number -> {});
    }

    public Pulses(long chunks, int recordsPerChunk, BeforeChunk before) {
        this.chunks = chunks;
        this.recordsPerChunk = recordsPerChunk;
        this.before = before;
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides("pulses", TYPE);
    }

    @Override
    public ChunkReader open(SourceContext context) {
        opened.incrementAndGet();
        return new Reader();
    }

    private final class Reader implements ChunkReader {
        private long next;

        @Override
        public boolean read(SourceOutput out) throws Exception {
            if (next == chunks) {
                return false;
            }
            before.chunk(next);
            Records records = out.records(recordsPerChunk);
            for (int i = 0; i < recordsPerChunk; i++) {
                TIME.set(records, i, next * CHUNK_NS + i * CHUNK_NS / recordsPerChunk);
                VALUE.set(records, i, next * recordsPerChunk + i);
            }
            out.publish(recordsPerChunk, next * CHUNK_NS, (next + 1) * CHUNK_NS);
            next++;
            chunksRead.incrementAndGet();
            return true;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }
}
