package dev.sluice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MemoryStoreTest extends StoreContract {
    private static final StoreKey KEY = StoredRows.key(40);

    @Override
    protected Store open() {
        return new MemoryStore(1 << 24);
    }

    @Test
    void rangeReadsTheChunksThatItNeedsAndNoOthers() throws Exception {
        try (MemoryStore store = new MemoryStore(1 << 20)) {
            StoredRows.write(store, KEY, tiles(100));
            StoredData data = store.find(KEY).orElseThrow();
            StoredRows.read(data, TimeRange.of(205, 231));
            assertEquals(4, store.chunksRead());
            StoredRows.read(data, TimeRange.of(5000, 6000));
            assertEquals(4, store.chunksRead());
        }
    }

    @Test
    void writerBeyondTheLimitFailsAndFreesItsBytes() throws Exception {
        try (MemoryStore store = new MemoryStore(2000)) {
            StoredRows.write(store, KEY, tiles(2));
            long used = store.usedBytes();
            StoreWriter writer = store.writer(StoredRows.key(41), StoredRows.TYPE);
            writer.accept(StoredRows.chunk(0, 10, 10, 1));
            StoreException full =
                    assertThrows(StoreException.class, () -> writer.accept(StoredRows.chunk(10, 20, 100, 1)));
            assertTrue(full.getMessage().contains("limit=2000"), full.getMessage());
            assertTrue(full.getMessage().contains("raise the limit"), full.getMessage());
            assertEquals(used, store.usedBytes());
            assertThrows(StoreException.class, () -> writer.accept(StoredRows.chunk(20, 30, 1, 1)));
            assertThrows(StoreException.class, writer::commit);
            assertTrue(store.find(StoredRows.key(41)).isEmpty());
            assertTrue(store.find(KEY).isPresent());
        }
    }

    @Test
    void endlessEmptyChunksMeetTheLimitToo() throws Exception {
        try (MemoryStore store = new MemoryStore(10_000);
                StoreWriter writer = store.writer(KEY, StoredRows.TYPE)) {
            assertThrows(StoreException.class, () -> {
                for (int i = 0; i < 1000; i++) {
                    writer.accept(StoredRows.chunk(i, i + 1, 0, 0));
                }
            });
        }
    }

    @Test
    void bytesAreFreeAgainWhenDataAreRemovedAndNobodyReads() throws Exception {
        try (MemoryStore store = new MemoryStore(1 << 20)) {
            StoredRows.write(store, KEY, tiles(3));
            StoredData data = store.find(KEY).orElseThrow();
            assertEquals(store.usedBytes(), data.storedBytes());
            try (ChunkReader reader = data.open(TimeRange.UNBOUNDED)) {
                store.remove(KEY);
                assertTrue(store.usedBytes() > 0);
                assertEquals(3, StoredRows.readAll(reader).size());
            }
            assertEquals(0, store.usedBytes());
        }
    }

    @Test
    void closingFreesEverythingButWhatIsRead() throws Exception {
        MemoryStore store = new MemoryStore(1 << 20);
        List<Chunk> chunks = tiles(3);
        StoredRows.write(store, KEY, chunks);
        StoredRows.write(store, StoredRows.key(41), tiles(5));
        StoreWriter writer = store.writer(StoredRows.key(42), StoredRows.TYPE);
        writer.accept(StoredRows.chunk(0, 10, 10, 1));
        StoredData data = store.find(KEY).orElseThrow();
        ChunkReader reader = data.open(TimeRange.UNBOUNDED);
        store.close();
        assertEquals(data.storedBytes(), store.usedBytes());
        assertEquals(StoredRows.expected(chunks), StoredRows.readAll(reader));
        reader.close();
        reader.close();
        assertEquals(0, store.usedBytes());
    }

    @Test
    void storeKeepsACopy() throws Exception {
        try (MemoryStore store = new MemoryStore(1 << 20)) {
            Chunk chunk = StoredRows.chunk(0, 10, 5, 1);
            StoredRows.Received before = StoredRows.expected(chunk);
            StoredRows.write(store, KEY, List.of(chunk));
            chunk.records().fill((byte) 0);
            assertEquals(List.of(before), StoredRows.read(store.find(KEY).orElseThrow(), TimeRange.UNBOUNDED));
        }
    }

    @Test
    void storeWithoutRoomIsRefused() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> new MemoryStore(0));
        assertTrue(refused.getMessage().contains("limit=0"), refused.getMessage());
    }

    private static List<Chunk> tiles(int chunks) {
        return IntStream.range(0, chunks)
                .mapToObj(i -> StoredRows.chunk(i * 10, i * 10 + 10, i % 3, 1))
                .toList();
    }
}
