package dev.sluice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkLawException;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every store does. A store that is tested extends this and says how it is opened.
public abstract class StoreContract {
    private static final StoreKey KEY = StoredRows.key(40);

    private Store store;

    /// A store without data.
    protected abstract Store open() throws IOException;

    @BeforeEach
    void openStore() throws IOException {
        store = open();
    }

    @AfterEach
    void closeStore() throws IOException {
        store.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatComesOutEqualsWhatWentIn(long seed) throws Exception {
        List<Chunk> chunks = StoredRows.random(new Random(seed), 30);
        StoredRows.write(store, KEY, chunks);
        StoredData data = store.find(KEY).orElseThrow();
        assertEquals(StoredRows.expected(chunks), StoredRows.read(data, TimeRange.UNBOUNDED), "seed=" + seed);
        assertEquals(chunks.stream().map(StoredChunk::of).toList(), data.chunks(), "seed=" + seed);
        assertTrue(StoredRows.TYPE.sameLayout(data.type()));
        assertEquals(KEY, data.key());
        assertEquals(chunks.stream().mapToLong(Chunk::length).sum(), data.count());
        assertEquals(TimeRange.of(0, chunks.get(29).end()), data.timeRange());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void rangeGivesTheChunksThatItNeedsWhole(long seed) throws Exception {
        Random random = new Random(seed);
        List<Chunk> chunks = StoredRows.random(random, 30);
        StoredRows.write(store, KEY, chunks);
        StoredData data = store.find(KEY).orElseThrow();
        long end = data.timeRange().end();
        for (int i = 0; i < 50; i++) {
            long from = random.nextLong(end);
            TimeRange range = TimeRange.of(from, from + 1 + random.nextLong(end));
            List<Chunk> needed = chunks.stream()
                    .filter(chunk ->
                            chunk.range().overlaps(range) || chunk.duration() == 0 && range.contains(chunk.start()))
                    .toList();
            assertEquals(
                    StoredRows.expected(needed), StoredRows.read(data, range), "seed=" + seed + ", range=" + range);
        }
    }

    @Test
    void rangeOutsideTheDataNeedsNothing() throws Exception {
        StoredRows.write(store, KEY, List.of(StoredRows.chunk(10, 20, 3, 1)));
        StoredData data = store.find(KEY).orElseThrow();
        assertEquals(List.of(), StoredRows.read(data, TimeRange.of(0, 10)));
        assertEquals(List.of(), StoredRows.read(data, TimeRange.of(20, 30)));
    }

    @Test
    void anyTimesOfInt64AreKept() throws Exception {
        List<Chunk> chunks = List.of(
                StoredRows.chunk(Long.MIN_VALUE, -5, 0, 0, new Loss(Long.MIN_VALUE, -5, "µ \"quoted\"")),
                StoredRows.chunk(-5, Long.MAX_VALUE, 1, 7));
        StoredRows.write(store, KEY, chunks);
        assertEquals(
                StoredRows.expected(chunks), StoredRows.read(store.find(KEY).orElseThrow(), TimeRange.UNBOUNDED));
    }

    @Test
    void nothingIsFoundBeforeItIsCommitted() throws Exception {
        try (StoreWriter writer = store.writer(KEY, StoredRows.TYPE)) {
            writer.accept(StoredRows.chunk(0, 10, 5, 1));
            assertTrue(store.find(KEY).isEmpty());
            assertEquals(List.of(), store.list());
            writer.commit();
            assertTrue(store.find(KEY).isPresent());
            assertEquals(List.of(KEY), store.list());
        }
        assertTrue(store.find(KEY).isPresent(), "closing a committed writer changes nothing");
    }

    @Test
    void abortedWriterLeavesNothingAndTheKeyFree() throws Exception {
        StoreWriter writer = store.writer(KEY, StoredRows.TYPE);
        writer.accept(StoredRows.chunk(0, 10, 5, 1));
        writer.abort();
        writer.abort();
        assertTrue(store.find(KEY).isEmpty());
        assertThrows(IllegalStateException.class, writer::commit);
        assertThrows(IllegalStateException.class, () -> writer.accept(StoredRows.chunk(10, 20, 5, 1)));
        StoredRows.write(store, KEY, List.of(StoredRows.chunk(0, 10, 5, 1)));
        assertTrue(store.find(KEY).isPresent());
    }

    @Test
    void closingAWriterWithoutACommitAborts() throws Exception {
        try (StoreWriter writer = store.writer(KEY, StoredRows.TYPE)) {
            writer.accept(StoredRows.chunk(0, 10, 5, 1));
        }
        assertTrue(store.find(KEY).isEmpty());
        store.writer(KEY, StoredRows.TYPE).close();
    }

    @Test
    void otherRunTypeOrLineageIsNotFound() throws Exception {
        StoredRows.write(store, KEY, List.of(StoredRows.chunk(0, 10, 5, 1)));
        assertTrue(store.find(StoredRows.key(41)).isEmpty());
        assertTrue(store.find(StoredRows.key("008", StoredRows.HITS, 40)).isEmpty());
        assertTrue(store.find(StoredRows.key(StoredRows.RUN, "peaks", 40)).isEmpty());
        assertEquals(
                "007-hits-" + KEY.lineage().hash() + " is there, but the stored lineage differs:"
                        + " option baseline_samples of Records is 40, wanted is 41",
                LineageMismatch.explain(StoredRows.key(41), store.list(StoredRows.RUN, StoredRows.HITS))
                        .orElseThrow());
    }

    @Test
    void manyKeysStandSideBySide() throws Exception {
        for (int option = 0; option < 3; option++) {
            StoredRows.write(store, StoredRows.key(option), List.of(StoredRows.chunk(0, 10, option, 1)));
        }
        StoreKey other = StoredRows.key("008", StoredRows.HITS, 0);
        StoredRows.write(store, other, List.of(StoredRows.chunk("008", StoredRows.HITS, 0, 10, 9, 1)));
        assertEquals(Set.of(StoredRows.key(0), StoredRows.key(1), StoredRows.key(2), other), Set.copyOf(store.list()));
        assertEquals(3, store.list(StoredRows.RUN, StoredRows.HITS).size());
        assertEquals(2, store.find(StoredRows.key(2)).orElseThrow().count());
        assertEquals(9, store.find(other).orElseThrow().count());
    }

    @Test
    void removedDataAreNotFoundAndReadersGoOn() throws Exception {
        List<Chunk> chunks = List.of(StoredRows.chunk(0, 10, 5, 1), StoredRows.chunk(10, 20, 5, 1));
        StoredRows.write(store, KEY, chunks);
        StoredData data = store.find(KEY).orElseThrow();
        try (ChunkReader reader = data.open(TimeRange.UNBOUNDED)) {
            assertTrue(store.remove(KEY));
            assertFalse(store.remove(KEY));
            assertTrue(store.find(KEY).isEmpty());
            assertEquals(StoredRows.expected(chunks), StoredRows.readAll(reader));
        }
        IOException gone = assertThrows(IOException.class, () -> data.open(TimeRange.UNBOUNDED));
        assertTrue(gone.getMessage().contains("removed"), gone.getMessage());
    }

    @Test
    void secondWriterOfAKeyIsRefused() throws Exception {
        try (StoreWriter writer = store.writer(KEY, StoredRows.TYPE)) {
            StoreException refused = assertThrows(StoreException.class, () -> store.writer(KEY, StoredRows.TYPE));
            assertTrue(refused.getMessage().contains("being written"), refused.getMessage());
            writer.accept(StoredRows.chunk(0, 10, 5, 1));
            writer.commit();
        }
        StoreException refused = assertThrows(StoreException.class, () -> store.writer(KEY, StoredRows.TYPE));
        assertTrue(refused.getMessage().contains("stored already"), refused.getMessage());
    }

    @Test
    void partOfARunDoesNotPassForTheWhole() throws Exception {
        List<Chunk> part = List.of(StoredRows.chunk(10, 20, 5, 1));
        try (StoreWriter writer = store.writer(KEY, StoredRows.TYPE, TimeRange.of(10, 20))) {
            writer.accept(part.get(0));
            writer.commit();
        }
        StoredData data = store.find(KEY).orElseThrow();
        assertTrue(data.covers(TimeRange.of(12, 20)));
        assertFalse(data.covers(TimeRange.of(12, 21)));
        assertFalse(data.covers(TimeRange.UNBOUNDED));
        List<Chunk> whole = List.of(StoredRows.chunk(0, 30, 15, 1));
        try (StoreWriter writer = store.writer(KEY, StoredRows.TYPE)) {
            writer.accept(whole.get(0));
            assertFalse(store.find(KEY).orElseThrow().covers(TimeRange.UNBOUNDED));
            writer.commit();
        }
        StoredData replaced = store.find(KEY).orElseThrow();
        assertTrue(replaced.covers(TimeRange.UNBOUNDED));
        assertEquals(StoredRows.expected(whole), StoredRows.read(replaced, TimeRange.UNBOUNDED));
    }

    @Test
    void holeBetweenChunksFailsTheWriter() throws Exception {
        try (StoreWriter writer = store.writer(KEY, StoredRows.TYPE)) {
            writer.accept(StoredRows.chunk(0, 10, 5, 1));
            assertThrows(ChunkLawException.class, () -> writer.accept(StoredRows.chunk(11, 20, 5, 1)));
            IOException failed = assertThrows(IOException.class, writer::commit);
            assertTrue(failed.getMessage().contains("a hole"), failed.getMessage());
        }
        assertTrue(store.find(KEY).isEmpty());
    }

    @Test
    void chunkOfAnotherRunFailsTheWriter() throws Exception {
        StoreWriter writer = store.writer(KEY, StoredRows.TYPE);
        Chunk other = StoredRows.chunk("008", StoredRows.HITS, 0, 10, 5, 1);
        assertThrows(IllegalArgumentException.class, () -> writer.accept(other));
        assertThrows(IOException.class, writer::commit);
        store.writer(KEY, StoredRows.TYPE).close();
    }

    @Test
    void streamWithoutChunksIsKeptAsSuch() throws Exception {
        StoredRows.write(store, KEY, List.of());
        StoredData data = store.find(KEY).orElseThrow();
        assertEquals(List.of(), data.chunks());
        assertEquals(TimeRange.of(0, 0), data.timeRange());
        assertEquals(List.of(), StoredRows.read(data, TimeRange.UNBOUNDED));
    }

    @Test
    void closedStoreRefuses() throws Exception {
        StoreWriter writer = store.writer(KEY, StoredRows.TYPE);
        store.close();
        store.close();
        assertThrows(IllegalStateException.class, () -> store.find(KEY));
        assertThrows(IllegalStateException.class, () -> store.writer(KEY, StoredRows.TYPE));
        assertThrows(IllegalStateException.class, () -> writer.accept(StoredRows.chunk(0, 10, 5, 1)));
    }
}
