package dev.sluice.formats.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.record.RecordType;
import dev.sluice.store.Lineage;
import dev.sluice.store.LineageEntry;
import dev.sluice.store.Store;
import dev.sluice.store.StoreContract;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoreWriter;
import dev.sluice.store.StoredData;
import dev.sluice.store.StoredRows;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskStoreTest extends StoreContract {
    private static final StoreKey KEY = StoredRows.key(40);

    @TempDir
    private Path folder;

    @Override
    protected Store open() {
        return DiskStore.at(folder.resolve("store"));
    }

    private DiskStore other() {
        return DiskStore.at(folder.resolve("store"), DiskSettings.EACH_CHUNK);
    }

    @Test
    void folderIsNamedByRunTypeAndHash() throws Exception {
        try (DiskStore store = other()) {
            StoredRows.write(store, KEY, StoredRows.random(new Random(1), 5));
            assertTrue(Files.isDirectory(folder.resolve("store").resolve(KEY.name())));
        }
        assertEquals(List.of(FolderNames.LOCKS, KEY.name()), names());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> paths = Files.list(folder.resolve("store"))) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void anotherStoreOfTheSameFolderFindsTheData() throws Exception {
        List<Chunk> chunks = StoredRows.random(new Random(2), 20);
        try (DiskStore store = other()) {
            StoredRows.write(store, KEY, chunks);
        }
        try (DiskStore store = other()) {
            StoredData data = store.find(KEY).orElseThrow();
            assertEquals(StoredRows.TYPE, data.type());
            assertEquals(StoredRows.expected(chunks), StoredRows.read(data, TimeRange.UNBOUNDED));
        }
    }

    @Test
    void declarationsAndEveryValueOfALineageAreKept() throws Exception {
        RecordType type = RecordType.of("time:<i8", "wave:<i2[3]")
                .instantaneous()
                .disjoint()
                .picoseconds();
        LineageEntry entry = LineageEntry.of(
                "Raw \"µ\" 😀",
                "1",
                Map.of(
                        "whole",
                        1,
                        "real",
                        1.0,
                        "tiny",
                        4.9e-324,
                        "nan",
                        Double.NaN,
                        "text",
                        "NaN",
                        "far",
                        Double.NEGATIVE_INFINITY,
                        "big",
                        BigInteger.TWO.pow(200),
                        "list",
                        Arrays.asList(1, null, true, List.of(), Map.of("a b", -0.0))));
        StoreKey key = new StoreKey("run/../é-1", "a-b.c", Lineage.of("a-b.c", entry, List.of()));
        try (DiskStore store = other();
                StoreWriter writer = store.writer(key, type, TimeRange.of(-5, 7))) {
            writer.commit();
            StoredData data = store.find(key).orElseThrow();
            assertEquals(type, data.type());
            assertEquals(key, data.key());
            assertEquals(TimeRange.of(-5, 7), data.coverage());
            assertEquals(List.of(key), store.list());
        }
        assertEquals(2, names().size(), "the folder lies in that of the store: " + names());
    }

    @Test
    void longNamesAreCut() throws Exception {
        StoreKey one = StoredRows.key("r".repeat(400), StoredRows.HITS, 1);
        StoreKey two = StoredRows.key("r".repeat(401), StoredRows.HITS, 1);
        try (DiskStore store = other()) {
            StoredRows.write(store, one, List.of());
            StoredRows.write(store, two, List.of());
            assertTrue(store.find(one).isPresent());
            assertTrue(store.find(two).isPresent());
            assertEquals(2, store.list().size());
        }
    }

    @Test
    @SuppressWarnings("try")
    void writerOfAnotherStoreOfThisProcessIsRefused() throws Exception {
        try (DiskStore one = other();
                DiskStore two = other();
                StoreWriter writer = one.writer(KEY, StoredRows.TYPE)) {
            StoreException refused = assertThrows(StoreException.class, () -> two.writer(KEY, StoredRows.TYPE));
            assertTrue(refused.getMessage().contains("being written"), refused.getMessage());
            two.close();
            assertThrows(StoreException.class, () -> one.writer(KEY, StoredRows.TYPE));
            writer.commit();
        }
    }

    @Test
    void suspendedWriterIsGoneOnFrom() throws Exception {
        List<Chunk> chunks = StoredRows.random(new Random(3), 30);
        try (DiskStore store = DiskStore.at(folder.resolve("store"))) {
            StoreWriter writer = store.writer(KEY, StoredRows.TYPE);
            for (Chunk chunk : chunks.subList(0, 12)) {
                writer.accept(chunk);
            }
            writer.suspend();
            writer.suspend();
            assertTrue(store.find(KEY).isEmpty());
        }
        try (DiskStore store = other()) {
            StoredData left = store.unfinished(KEY).orElseThrow();
            assertEquals(StoredRows.expected(chunks.subList(0, 12)), StoredRows.read(left, TimeRange.UNBOUNDED));
            try (StoreWriter writer = store.resume(KEY, StoredRows.TYPE, TimeRange.UNBOUNDED)) {
                for (Chunk chunk : chunks.subList(12, 30)) {
                    writer.accept(chunk);
                }
                writer.commit();
            }
            assertTrue(store.unfinished(KEY).isEmpty());
            assertEquals(
                    StoredRows.expected(chunks), StoredRows.read(store.find(KEY).orElseThrow(), TimeRange.UNBOUNDED));
        }
        assertEquals(List.of(FolderNames.LOCKS, KEY.name()), names());
    }

    @Test
    void unfinishedDataAreReadWhileTheyAreWritten() throws Exception {
        List<Chunk> chunks = StoredRows.random(new Random(4), 10);
        try (DiskStore store = other();
                DiskStore reading = other();
                StoreWriter writer = store.writer(KEY, StoredRows.TYPE)) {
            for (int i = 0; i < chunks.size(); i++) {
                writer.accept(chunks.get(i));
                StoredData soFar = reading.unfinished(KEY).orElseThrow();
                assertEquals(
                        StoredRows.expected(chunks.subList(0, i + 1)), StoredRows.read(soFar, TimeRange.UNBOUNDED));
                assertTrue(reading.find(KEY).isEmpty());
            }
            StoredData soFar = reading.unfinished(KEY).orElseThrow();
            try (ChunkReader reader = soFar.open(TimeRange.UNBOUNDED)) {
                writer.commit();
                assertEquals(StoredRows.expected(chunks), StoredRows.readAll(reader));
                reader.requireUnchanged();
            }
        }
    }

    @Test
    void unfinishedDataOfAnotherTypeOrCoverageAreNotGoneOnFrom() throws Exception {
        try (DiskStore store = other()) {
            StoreWriter writer = store.writer(KEY, StoredRows.TYPE, TimeRange.of(0, 20));
            writer.accept(StoredRows.chunk(0, 10, 3, 1));
            writer.suspend();
            StoreWriter whole = store.resume(KEY, StoredRows.TYPE, TimeRange.UNBOUNDED);
            whole.accept(StoredRows.chunk(-5, 10, 3, 1));
            whole.suspend();
            assertEquals(1, store.unfinished(KEY).orElseThrow().chunks().size());
            store.resume(KEY, StoredRows.TYPE.disjoint(), TimeRange.UNBOUNDED).suspend();
            assertEquals(0, store.unfinished(KEY).orElseThrow().chunks().size());
        }
    }

    @Test
    void resumedChunksContinueTheTime() throws Exception {
        try (DiskStore store = other()) {
            StoreWriter writer = store.writer(KEY, StoredRows.TYPE);
            writer.accept(StoredRows.chunk(0, 10, 3, 1));
            writer.suspend();
            StoreWriter resumed = store.resume(KEY, StoredRows.TYPE, TimeRange.UNBOUNDED);
            assertThrows(RuntimeException.class, () -> resumed.accept(StoredRows.chunk(11, 20, 3, 1)));
            assertFalse(store.unfinished(KEY).isEmpty());
        }
    }

    @Test
    void chunksBeginAtMultiplesOf64() throws Exception {
        List<Chunk> chunks = StoredRows.random(new Random(5), 20);
        try (DiskStore store = other()) {
            StoredRows.write(store, KEY, chunks);
            IndexContent content = ((DiskData) store.find(KEY).orElseThrow()).content();
            for (ChunkEntry entry : content.entries()) {
                entry.parts().forEach(part -> assertEquals(0, part.offset() % 64));
                assertTrue(entry.latestEnd() >= entry.chunk().end());
            }
        }
    }

    @Test
    void folderThatIsNotThereYetIsAnEmptyStore() throws Exception {
        try (DiskStore store = other()) {
            assertEquals(List.of(), store.list());
            assertTrue(store.find(KEY).isEmpty());
            assertTrue(store.unfinished(KEY).isEmpty());
            assertFalse(Files.exists(store.root()));
        }
    }
}
