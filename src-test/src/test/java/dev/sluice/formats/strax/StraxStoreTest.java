package dev.sluice.formats.strax;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.app.Outcome;
import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.Loss;
import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.fixtures.Numpy;
import dev.sluice.fixtures.Recorded;
import dev.sluice.formats.npy.NpyFile;
import dev.sluice.formats.npy.NpySource;
import dev.sluice.plugin.ChunkReader;
import dev.sluice.plugin.SourceOutput;
import dev.sluice.record.RecordTimes;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.store.Lineage;
import dev.sluice.store.LineageEntry;
import dev.sluice.store.Lineages;
import dev.sluice.store.Store;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoreWriter;
import dev.sluice.store.StoredData;
import dev.sluice.store.StoredRows;
import dev.sluice.stream.ChunkStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StraxStoreTest {
    private static final StoreKey KEY = StoredRows.key(40);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"lz4", "zstd", "blosc"})
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
            assertEquals(List.of(".sluice-strax.lock"), Outcome.names(folder));
            Path left = Files.createDirectories(folder.resolve(KEY.name() + "_temp"));
            Files.writeString(left.resolve("hits-x-000000"), "written by a strax that is at work");
            String foreign = assertThrows(StoreException.class, () -> other.writer(KEY, StoredRows.TYPE))
                    .getMessage();
            assertTrue(foreign.contains("by strax in " + left), foreign);
            Files.createFile(left.resolve(".sluice"));
            StoreWriter second = other.writer(KEY, StoredRows.TYPE);
            second.accept(StoredRows.chunk(0, 100, 3, 5));
            second.commit();
            assertEquals(List.of(".sluice-strax.lock", KEY.name()), Outcome.names(folder));
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
        Outcome other =
                Outcome.of("run", raw, "--target", "hits", "--store", store, "--set", "min_amplitude=40", "--json");
        assertFalse(other.succeeds().err().contains("is loaded"), other::toString);
        assertEquals(
                2,
                Outcome.names(store).stream()
                        .filter(name -> name.startsWith("007-hits"))
                        .count());
    }

    /// The laws of strax's chunks: they tile, and end in silences of more than 1000 ns, half of which is before.
    @Test
    void chunksEndInSilencesAndTile() throws IOException {
        write("lz4");
        Path data = StraxFixtureTest.data(folder.resolve("kept"), "raw_records");
        StraxMetadata metadata = StraxMetadata.read(data).requireComplete();
        assertTrue(metadata.chunks().size() > 1, metadata::toString);
        assertArrayEquals(
                StraxFixtureTest.array(folder.resolve("raw.npy")),
                StraxFixtureTest.bytes(new StraxSource(data), TimeRange.UNBOUNDED, 10_000));
        try (NpyFile raw = NpyFile.map(folder.resolve("raw.npy"))) {
            RecordTimes times = raw.type().times();
            long next = 0;
            long ended = Long.MIN_VALUE;
            for (StraxChunk chunk : metadata.chunks()) {
                long start = times.start(raw.records(), next);
                assertTrue(next == 0 || start - ended > 1000 && chunk.start() == start - 500, chunk::toString);
                for (long end = next + chunk.count(); next < end; next++) {
                    ended = Math.max(ended, times.end(raw.records(), next));
                }
            }
            assertEquals(raw.records().count(), next);
        }
    }

    /// The real strax, where it is installed, loads what is written.
    @ParameterizedTest
    @ValueSource(strings = {"lz4", "zstd", "blosc"})
    void straxLoadsWhatIsWritten(String codec) throws Exception {
        Assumptions.assumeTrue(Numpy.has(folder, "strax"), "python3 has no strax");
        write(codec);
        Numpy.run(folder, """
                import strax, numpy as np, glob
                path = glob.glob('kept/007-raw_records-*')[0]
                chunks = list(strax.FileSytemBackend().loader(path))
                assert len(chunks) > 1
                for before, after in zip(chunks, chunks[1:]):
                    assert before.end == after.start
                    assert strax.endtime(before.data).max() + 1000 < after.data['time'][0]
                data = np.concatenate([chunk.data for chunk in chunks])
                want = np.load('raw.npy')
                assert data.dtype.itemsize == want.dtype.itemsize and data.tobytes() == want.tobytes()
                md = strax.FileSytemBackend().get_metadata(path)
                assert strax.deterministic_hash(md['lineage']) == md['lineage_hash'] == path.rsplit('-')[-1]
                """);
    }

    /// A reader that shares nothing with ours but numpy and the reference implementations of codecs.
    @ParameterizedTest
    @CsvSource({"lz4, lz4.frame, lz4.frame.decompress", "zstd, zstandard, zstandard.ZstdDecompressor().decompress"})
    void anotherReaderLoadsWhatIsWritten(String codec, String module, String decompress) throws Exception {
        Assumptions.assumeTrue(Numpy.has(folder, module), "python3 has no " + module);
        write(codec);
        Numpy.run(folder, """
                import sys, json, glob, ast, numpy as np, %s
                path = glob.glob('kept/007-raw_records-*')[0]
                prefix = path.split('/')[-1].split('-', 1)[1]
                text = open(path + '/' + prefix + '-metadata.json').read()
                md = json.loads(text)
                assert text == json.dumps(md, sort_keys=True, indent=4)
                dtype = np.dtype(ast.literal_eval(md['dtype']))
                end = md['start']
                parts = []
                for i, chunk in enumerate(md['chunks']):
                    assert chunk['chunk_i'] == i and chunk['start'] == end
                    end = chunk['end']
                    packed = open(path + '/' + chunk['filename'], 'rb').read()
                    assert len(packed) == chunk['filesize']
                    rows = np.frombuffer(%s(packed), dtype)
                    ends = rows['time'] + rows['length'].astype('<i8') * rows['dt']
                    assert len(rows) == chunk['n'] and rows.nbytes == chunk['nbytes']
                    assert rows['time'][0] == chunk['first_time'] >= chunk['start']
                    assert ends[0] == chunk['first_endtime'] and ends.max() <= chunk['end']
                    assert rows['time'][-1] == chunk['last_time'] and ends[-1] == chunk['last_endtime']
                    parts.append(rows)
                assert end == md['end']
                assert np.concatenate(parts).tobytes() == np.load('raw.npy').tobytes()
                """.formatted(module, decompress));
    }

    /// Fragments of several chunks of strax, and the same as an array.
    private void write(String codec) throws IOException {
        Path raw = folder.resolve("raw.npy");
        Outcome.of("run", "--sim-records", "600000", "--target", "raw_records", "--out", raw)
                .succeeds();
        NpySource source = new NpySource("raw_records", List.of(raw));
        StoreKey key = new StoreKey("007", "raw_records", Lineages.raw(0.5));
        try (Store store = StraxStore.at(folder.resolve("kept"), codec);
                StoreWriter writer = store.writer(key, source.type());
                Context context = Context.create().register(source);
                ChunkStream stream = context.streaming("007").getStream("raw_records")) {
            for (Chunk chunk : stream) {
                writer.accept(chunk);
            }
            writer.commit();
        }
    }

    /// What is there whole, though its lineage is written in another way, is not written over.
    @Test
    void wholeDataOfTheSameNameAreNotReplaced() throws Exception {
        try (Store store = StraxStore.at(folder)) {
            StoreWriter writer = store.writer(KEY, StoredRows.TYPE);
            writer.accept(StoredRows.chunk(0, 100, 3, 5));
            writer.commit();
            Path metadata =
                    folder.resolve(KEY.name()).resolve("hits-" + KEY.lineage().hash() + "-metadata.json");
            Files.writeString(metadata, Files.readString(metadata).replaceFirst("\"lineage\"", "\"lineages\""));
            assertTrue(store.find(KEY).isEmpty());
            String refused = assertThrows(StoreException.class, () -> store.writer(KEY, StoredRows.TYPE))
                    .getMessage();
            assertTrue(refused.contains("other data"), refused);
        }
    }

    @Test
    void aCopyUnderTheNameOfAnotherRunIsNotFound() throws Exception {
        try (Store store = StraxStore.at(folder)) {
            StoreWriter writer = store.writer(KEY, StoredRows.TYPE);
            writer.accept(StoredRows.chunk(0, 100, 3, 5));
            writer.commit();
            Files.move(
                    folder.resolve(KEY.name()),
                    folder.resolve(StoredRows.key("008", "hits", 40).name()));
            assertTrue(store.find(StoredRows.key("008", "hits", 40)).isEmpty());
        }
    }

    @Test
    void aLineageThatJsonCannotHoldIsRefusedAndOneBeyondInt64IsFound() throws Exception {
        try (Store store = StraxStore.at(folder)) {
            StoreKey key = keyOf(new BigInteger("9223372036854775808"));
            StoreWriter writer = store.writer(key, StoredRows.TYPE);
            writer.accept(StoredRows.chunk(0, 100, 3, 5));
            writer.commit();
            assertTrue(store.find(key).isPresent());
            String refused = assertThrows(StoreException.class, () -> store.writer(keyOf(Double.NaN), StoredRows.TYPE))
                    .getMessage();
            assertTrue(refused.contains("JSON"), refused);
        }
    }

    private static StoreKey keyOf(Object value) {
        LineageEntry entry = LineageEntry.of("Hits", "1", Map.of("threshold", value));
        return new StoreKey(StoredRows.RUN, StoredRows.HITS, Lineage.of(StoredRows.HITS, entry, List.of()));
    }

    /// A loss is reported where it lies, whichever part of a chunk is read.
    @Test
    void aLossComesWithThePieceInWhichItLies() throws Exception {
        Loss early = new Loss(20_000, 21_000, "early");
        Loss late = new Loss(9_000_000, 9_001_000, "late");
        try (Store store = StraxStore.at(folder)) {
            StoreWriter writer = store.writer(KEY, StoredRows.TYPE);
            writer.accept(StoredRows.chunk(10_000, 5_000_000, 30_000, 5, early));
            writer.accept(StoredRows.chunk(5_000_000, 10_000_000, 30_000, 5, late));
            writer.commit();
            StoredData data = store.find(KEY).orElseThrow();
            assertEquals(1, data.chunks().size());
            PieceList pieces = new PieceList();
            try (ChunkReader reader = data.open(TimeRange.UNBOUNDED)) {
                while (reader.read(pieces)) {
                    // All are taken.
                }
            }
            assertTrue(pieces.ranges.size() > 2, pieces.ranges::toString);
            assertEquals(List.of(early, late), pieces.losses);
            for (int i = 0; i < pieces.losses.size(); i++) {
                TimeRange piece = pieces.ranges.get(pieces.places.get(i));
                Loss loss = pieces.losses.get(i);
                assertTrue(piece.start() <= loss.start() && loss.end() <= piece.end(), piece + " has " + loss);
            }
        }
    }

    /// The ranges of pieces, and which of them each loss came with.
    private static final class PieceList implements SourceOutput {
        private final List<TimeRange> ranges = new ArrayList<>();
        private final List<Loss> losses = new ArrayList<>();
        private final List<Integer> places = new ArrayList<>();

        @Override
        public Records records(long capacity) {
            return Records.allocate(StoredRows.TYPE, Math.max(1, capacity), Arena.ofAuto());
        }

        @Override
        public void lend(MemorySegment memory, long byteOffset, long count) {
            throw new AssertionError("memory that is used again is lent");
        }

        @Override
        public void publish(long count, long start, long end) {
            ranges.add(TimeRange.of(start, end));
        }

        @Override
        public void lost(Loss loss) {
            losses.add(loss);
            places.add(ranges.size() - 1);
        }
    }

    @Test
    void whatIsListedIsFound() throws Exception {
        try (Store store = StraxStore.at(Recorded.fixture("strax/superrun"))) {
            List<StoreKey> keys = store.list();
            assertEquals(5, keys.size());
            for (StoreKey key : keys) {
                assertTrue(store.find(key).isPresent(), key::toString);
            }
        }
    }
}
