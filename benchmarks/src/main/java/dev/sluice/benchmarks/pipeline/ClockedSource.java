package dev.sluice.benchmarks.pipeline;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.plugin.SourcePlugin;
import java.io.IOException;

/// Another source that also notes when the slot of each chunk was claimed: from then on its records wait.
///
/// Written by the source's thread, asked by the reader of the stream about the chunk that it has; the ring orders the
/// two, and is smaller than the notes.
final class ClockedSource extends SourcePlugin {
    private static final int NOTES = 1024;

    private final SourcePlugin source;
    private final long[] claims = new long[NOTES];
    private volatile long began;

    /// The same records as those of `source`.
    ClockedSource(SourcePlugin source) {
        this.source = source;
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
        return source.spec();
    }

    @Override
    public TimeRange around(TimeRange range, OptionValues options) {
        return source.around(range, options);
    }

    @Override
    public ChunkReader open(SourceContext context) throws Exception {
        return new Clocked(source.open(context));
    }

    private final class Clocked implements ChunkReader {
        private final ChunkReader reader;
        private long number;

        Clocked(ChunkReader reader) {
            this.reader = reader;
        }

        @Override
        public boolean read(SourceOutput out) throws Exception {
            long now = System.nanoTime();
            if (number == 0) {
                began = now;
            }
            claims[(int) number++ & NOTES - 1] = now;
            return reader.read(out);
        }

        @Override
        public void requireUnchanged() throws Exception {
            reader.requireUnchanged();
        }

        @Override
        public void glance() throws Exception {
            reader.glance();
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
