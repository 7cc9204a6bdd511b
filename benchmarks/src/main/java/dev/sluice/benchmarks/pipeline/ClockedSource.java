package dev.sluice.benchmarks.pipeline;

import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.record.Records;
import dev.sluice.source.RecordPart;
import dev.sluice.source.RecordReader;
import dev.sluice.source.Waveforms;
import java.io.IOException;
import java.util.List;

/// Lends records from memory, and notes when the slot of each chunk was claimed: from then on its records wait.
///
/// Written by the source's thread, asked by the reader of the stream about the chunk that it has; the ring orders the
/// two, and is smaller than the notes.
final class ClockedSource extends SourcePlugin {
    private static final int NOTES = 1024;

    private final Records records;
    private final long[] claims = new long[NOTES];
    private volatile long began;

    ClockedSource(Records records) {
        this.records = records;
    }

    /// When the first slot was claimed, in the time of `System.nanoTime`.
    long began() {
        return began;
    }

    /// When the slot of chunk `number` was claimed.
    long claimed(long number) {
        return claims[(int) number & NOTES - 1];
    }

    @Override
    public PluginSpec spec() {
        return PluginSpec.provides(Waveforms.DATA_TYPE, records.type());
    }

    @Override
    public ChunkReader open(SourceContext context) {
        return new Clocked(new RecordReader(
                List.of(RecordPart.whole("records", records)), context.timeRange(), context.chunkRecords()));
    }

    private final class Clocked implements ChunkReader {
        private final RecordReader reader;
        private long number;

        Clocked(RecordReader reader) {
            this.reader = reader;
        }

        @Override
        public boolean read(SourceOutput out) {
            long now = System.nanoTime();
            if (number == 0) {
                began = now;
            }
            claims[(int) number++ & NOTES - 1] = now;
            return reader.read(out);
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
