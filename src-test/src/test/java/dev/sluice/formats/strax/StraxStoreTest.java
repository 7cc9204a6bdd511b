package dev.sluice.formats.strax;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.sluice.app.Outcome;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.fixtures.Numpy;
import dev.sluice.fixtures.Recorded;
import dev.sluice.record.RecordType;
import dev.sluice.store.Store;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoreWriter;
import dev.sluice.store.StoredData;
import dev.sluice.store.StoredRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StraxStoreTest {
    private static final StoreKey KEY = StoredRows.key(40);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"lz4", "zstd"})
    void recordsLossesAndTheRangeOfTimeComeBack(String codec) throws Exception {
        Loss lost = new Loss(30_000, 31_000, "a cable fell");
        try (Store store = StraxStore.at(folder, codec)) {
            StoreWriter writer = store.writer(KEY, StoredRows.TYPE);
            writer.accept(StoredRows.chunk(10_000, 20_000, 5, 100));
            writer.accept(StoredRows.chunk(20_000, 40_000, 7, 200, lost));
            writer.accept(StoredRows.chunk(40_000, 50_000, 0, 0));
            assertTrue(store.find(KEY).isEmpty());
            writer.commit();
            StoredData data = store.find(KEY).orElseThrow();
            assertEquals(12, data.count());
            assertEquals(TimeRange.of(10_000, 50_000), data.timeRange());
            assertEquals(List.of(lost), data.chunks().get(0).losses());
            assertEquals(List.of(KEY), store.list());
            String read = String.valueOf(StoredRows.read(data, TimeRange.UNBOUNDED));
            assertTrue(read.contains("a cable fell"), read);
            assertTrue(store.find(StoredRows.key(41)).isEmpty());
            assertTrue(store.remove(KEY));
            assertTrue(store.find(KEY).isEmpty());
        }
    }

    @Test
    void aKeyHasOneWriterAndAnAbandonedFolderIsTakenOver() throws Exception {
        try (Store store = StraxStore.at(folder);
                Store other = StraxStore.at(folder)) {
            StoreWriter first = store.writer(KEY, StoredRows.TYPE);
            String refused = assertThrows(StoreException.class, () -> other.writer(KEY, StoredRows.TYPE))
                    .getMessage();
            assertTrue(refused.contains("is being written"), refused);
            first.abort();
            assertEquals(List.of(), Outcome.names(folder));
            Path left = Files.createDirectories(folder.resolve(KEY.name() + "_temp"));
            Files.writeString(left.resolve("hits-x-000000"), "left by a process that died");
            StoreWriter second = other.writer(KEY, StoredRows.TYPE);
            second.accept(StoredRows.chunk(0, 100, 3, 5));
            second.commit();
            assertEquals(List.of(KEY.name()), Outcome.names(folder));
            assertEquals(
                    List.of(
                            "hits-" + KEY.lineage().hash() + "-000000",
                            "hits-" + KEY.lineage().hash() + "-metadata.json"),
                    Outcome.names(folder.resolve(KEY.name())));
            String stored = assertThrows(StoreException.class, () -> store.writer(KEY, StoredRows.TYPE))
                    .getMessage();
            assertTrue(stored.contains("stored already"), stored);
        }
    }

    @Test
    void whatStraxCannotHoldIsRefused() {
        RecordType instants = RecordType.of("time:<i8", "area:<f4").instantaneous();
        try (Store store = StraxStore.at(folder)) {
            for (StoreKey key : List.of(StoredRows.key("run-7", "hits", 1), StoredRows.key("7", "h-its", 1))) {
                assertThrows(StoreException.class, () -> store.writer(key, StoredRows.TYPE));
            }
            assertThrows(StoreException.class, () -> store.writer(KEY, instants));
            assertThrows(StoreException.class, () -> store.writer(KEY, StoredRows.TYPE, TimeRange.of(0, 5)));
        } catch (IOException unclosed) {
            throw new AssertionError(unclosed);
        }
    }

    @Test
    void whatIsKeptByACommandIsLoadedByTheNext() throws IOException {
        Path raw = Recorded.fixture("strax/lz4/007-raw_records-eg4qikr44u");
        Path first = folder.resolve("first.npy");
        Path second = folder.resolve("second.npy");
        Path store = folder.resolve("kept");
        Outcome.of("run", raw, "--target", "hits", "--out", first, "--store", "strax:" + store, "--keep", "records")
                .succeeds();
        Outcome again = Outcome.of("run", raw, "--target", "hits", "--out", second, "--store", store);
        assertTrue(again.succeeds().err().contains("hits is loaded from the store"), again::toString);
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
        Outcome other = Outcome.of(
                "run", raw, "--target", "hits", "--store", store, "--set", "HitFinder.threshold=20", "--quiet");
        assertFalse(other.err().contains("is loaded"), other::toString);
        assertEquals(
                2,
                Outcome.names(store).stream()
                                .filter(name -> name.startsWith("007-hits"))
                                .count()
                        + (other.code() == 0 ? 0 : 1));
    }

    /// The laws of strax's chunks, checked on what the metadata say.
    @Test
    void chunksEndInSilencesAndTile() throws IOException {
        Path waves = folder.resolve("raw.npy");
        Outcome.of("run", "--sim-records", "2000", "--target", "raw_records", "--out", waves)
                .succeeds();
        Outcome.of("convert", waves, "strax:" + folder.resolve("kept"), "--input-type", "raw_records")
                .succeeds();
        Path data = StraxFixtureTest.data(folder.resolve("kept"), "raw_records");
        StraxMetadata metadata = StraxMetadata.read(data).requireComplete();
        assertArrayEquals(
                StraxFixtureTest.array(waves), StraxFixtureTest.bytes(new StraxSource(data), TimeRange.UNBOUNDED, 100));
        JsonObject json = Recorded.json(data.resolve(
                data.getFileName()
                                .toString()
                                .substring(data.getFileName().toString().indexOf("raw_records")) + "-metadata.json"));
        JsonArray chunks = json.getAsJsonArray("chunks");
        assertEquals(metadata.chunks().size(), chunks.size());
        assertEquals(
                metadata.count(),
                chunks.asList().stream()
                        .mapToLong(chunk -> chunk.getAsJsonObject().get("n").getAsLong())
                        .sum());
    }

    /// The real strax, where it is installed, loads what is written.
    @Test
    void straxLoadsWhatIsWritten() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue(Numpy.has(folder, "strax"), "python3 has no strax");
        Path raw = Recorded.fixture("strax/lz4/007-raw_records-eg4qikr44u");
        Outcome.of(
                        "run",
                        raw,
                        "--target",
                        "hits",
                        "--store",
                        "strax:" + folder.resolve("kept"),
                        "--out",
                        folder.resolve("hits.npy"))
                .succeeds();
        Numpy.run(folder, """
                import strax, numpy as np, glob, os
                path = glob.glob('kept/007-hits-*')[0]
                backend = strax.FileSytemBackend()
                chunks = list(backend.loader(path))
                data = np.concatenate([c.data for c in chunks])
                want = np.load('hits.npy')
                assert len(data) == len(want) and all((data[n] == want[n]).all() for n in want.dtype.names)
                """);
    }
}
