package dev.sluice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Chunks;
import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.SourceContext;
import dev.sluice.plugin.SourcePlugin;
import dev.sluice.stream.ChunkStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Stored data at the head of a pipeline: the reader of a store is one that the engine understands.
final class StoredStreamTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void streamOfStoredDataIsTheStreamThatWasStored(long seed) throws Exception {
        List<Chunk> chunks = StoredRows.random(new Random(seed), 40);
        StoreKey key = StoredRows.key(40);
        try (MemoryStore store = new MemoryStore(1 << 24)) {
            StoredRows.write(store, key, chunks);
            StoredData data = store.find(key).orElseThrow();
            assertEquals(StoredRows.expected(chunks), stream(data, TimeRange.UNBOUNDED), "seed=" + seed);

            long before = store.chunksRead();
            TimeRange range =
                    TimeRange.of(chunks.get(5).start() + 1, chunks.get(30).start() + 1);
            List<Chunk> inside = chunks.stream()
                    .filter(chunk ->
                            chunk.range().overlaps(range) || chunk.duration() == 0 && range.contains(chunk.start()))
                    .toList();
            List<StoredRows.Received> expected = inside.stream()
                    .map(chunk -> StoredRows.expected(Chunks.clip(chunk, range)))
                    .toList();
            assertEquals(expected, stream(data, range), "seed=" + seed);
            assertEquals(inside.size(), store.chunksRead() - before, "seed=" + seed);
        }
    }

    private static List<StoredRows.Received> stream(StoredData data, TimeRange range) {
        List<StoredRows.Received> received = new ArrayList<>();
        try (Context context = Context.create().register(new Loaded(data));
                ChunkStream stream = context.streaming(StoredRows.RUN).getStream(StoredRows.HITS, range)) {
            for (Chunk chunk : stream) {
                received.add(StoredRows.expected(chunk));
            }
        }
        return received;
    }

    private static final class Loaded extends SourcePlugin {
        private final StoredData data;

        Loaded(StoredData data) {
            this.data = data;
        }

        @Override
        public PluginSpec spec() {
            return PluginSpec.provides(StoredRows.HITS, data.type());
        }

        @Override
        public ChunkReader open(SourceContext context) throws IOException {
            return data.open(context.timeRange());
        }
    }
}
