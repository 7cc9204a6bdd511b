package dev.sluice.formats.strax;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.sluice.app.Outcome;
import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.context.Context;
import dev.sluice.fixtures.Recorded;
import dev.sluice.formats.FormatException;
import dev.sluice.formats.codec.Codec;
import dev.sluice.formats.npy.NpyFile;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Directories that the real strax wrote, beside the arrays that it loads from them.
final class StraxFixtureTest {
    @ParameterizedTest
    @CsvSource({
        "lz4, raw_records", "lz4, records", "lz4, hits", "lz4, peaks",
        "zstd, raw_records", "zstd, records", "zstd, hits", "zstd, peaks",
        "blosc, raw_records", "blosc, records", "blosc, hits", "blosc, peaks",
        "bz2, raw_records", "bz2, records", "bz2, hits", "bz2, peaks",
    })
    void everyDirectoryLoadsToTheBytesThatStraxLoads(String codec, String dataType) throws IOException {
        Path folder = Recorded.fixture("strax/" + codec);
        byte[] expected = array(folder.resolve(dataType + ".npy"));
        StraxSource source = new StraxSource(data(folder, dataType));
        assertArrayEquals(expected, bytes(source, TimeRange.UNBOUNDED, 7));
        assertArrayEquals(expected, bytes(source, TimeRange.UNBOUNDED, 1_000_000));
        assertEquals(
                Recorded.json(folder.resolve(dataType + ".chunks.json"))
                        .get("lineage_hash")
                        .getAsString(),
                source.data().lineage().hash());
    }

    /// What is cut anew is cut within the chunks of strax: none of their borders is gone.
    @ParameterizedTest
    @ValueSource(strings = {"lz4", "zstd", "blosc", "bz2"})
    void theBordersOfChunksStay(String codec) throws IOException {
        Path folder = Recorded.fixture("strax/" + codec);
        JsonArray chunks = Recorded.json(folder.resolve("records.chunks.json")).getAsJsonArray("chunks");
        List<Long> borders = Stream.concat(
                        Stream.of(chunks.get(0).getAsJsonObject().get("start").getAsLong()),
                        chunks.asList().stream()
                                .map(chunk -> chunk.getAsJsonObject().get("end").getAsLong()))
                .toList();
        StraxSource source = new StraxSource(data(folder, "records"));
        try (Context context = Context.create().register(source);
                ChunkStream stream = context.streaming("007").chunkRecords(5).getStream("records")) {
            List<Long> seen = new java.util.ArrayList<>();
            for (Chunk chunk : stream) {
                seen.add(chunk.start());
                seen.add(chunk.end());
            }
            assertTrue(seen.containsAll(borders), () -> borders + " are not all among " + seen);
            assertEquals(borders.get(0), seen.get(0));
            assertEquals(borders.get(borders.size() - 1), seen.get(seen.size() - 1));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"big_lz4", "big_blosc"})
    void linkedBlocksAndSplitStreamsAreDecoded(String name) throws Exception {
        Path folder = Recorded.fixture("strax/" + name);
        JsonObject stated = Recorded.json(folder.resolve("raw_records.chunks.json"));
        byte[] read = bytes(new StraxSource(data(folder, "raw_records")), TimeRange.UNBOUNDED, 500);
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(read);
        assertEquals(stated.get("sha256").getAsString(), HexFormat.of().formatHex(sum));
    }

    @Test
    void superrunsAreRead() throws IOException {
        Path folder = Recorded.fixture("strax/superrun");
        byte[] expected = array(folder.resolve("peak_count.npy"));
        assertArrayEquals(expected, bytes(new StraxSource(data(folder, "peak_count")), TimeRange.UNBOUNDED, 10));
    }

    @Test
    void brokenAndUnfinishedDirectoriesAreRefusedAndReadOnRequest() {
        Path broken = Recorded.fixture("strax/broken/007-raw_records-eg4qikr44u");
        Path unfinished = Recorded.fixture("strax/broken/008-raw_records-eg4qikr44u_temp");
        for (Path folder : List.of(broken, unfinished)) {
            StraxSource source = new StraxSource(folder);
            PipelineException refused =
                    assertThrows(PipelineException.class, () -> bytes(source, TimeRange.UNBOUNDED, 100));
            assertTrue(refused.getMessage().contains("--on-error skip"), refused.getMessage());
            Outcome.of("run", folder, "--target", "hits").failsWith(1, folder.toString(), "--on-error skip");
            long records = Outcome.of("run", folder, "--target", "records", "--on-error", "skip", "--json")
                    .json()
                    .get("records")
                    .getAsLong();
            assertEquals(source.recordCount(), records);
        }
    }

    @Test
    void aRangeOfTimeReadsItsChunksOnly(@TempDir Path folder) throws IOException {
        Path copy = copy(data(Recorded.fixture("strax/lz4"), "records"), folder);
        Files.delete(copy.resolve("records-63l2ihpzzs-000003"));
        StraxSource source = new StraxSource(copy);
        TimeRange early = new TimeRange(1_600_000_000_000_000_000L, 1_600_000_000_004_000_000L);
        byte[] whole = array(Recorded.fixture("strax/lz4/records.npy"));
        byte[] read = bytes(source, early, 100);
        assertArrayEquals(java.util.Arrays.copyOf(whole, read.length), read);
        assertEquals(86 * 257, read.length);
    }

    @Test
    void aMissingFileIsNamedAndItsTimeIsLostOnRequest(@TempDir Path folder) throws IOException {
        Path copy = copy(data(Recorded.fixture("strax/zstd"), "records"), folder);
        Files.delete(copy.resolve("records-63l2ihpzzs-000001"));
        Outcome.of("run", copy, "--target", "records")
                .failsWith(1, "chunk 1 of [1600000000002000000, 1600000000004000000)", "the file is missing");
        Outcome skipped = Outcome.of("run", copy, "--target", "records", "--on-error", "skip");
        assertTrue(skipped.err().contains("lost [1600000000002000000, 1600000000004000000)"), skipped::toString);
        assertTrue(skipped.succeeds().out().contains("80 in"), skipped::toString);
    }

    /// One changed byte in the time of a record in the middle, which no length betrays.
    @Test
    void aRecordOutsideOfItsChunkIsNamedAndItsChunkIsLostOnRequest(@TempDir Path folder) throws IOException {
        for (String codec : List.of("lz4", "zstd")) {
            Path copy = copy(data(Recorded.fixture("strax/" + codec), "records"), folder.resolve(codec));
            Path file = copy.resolve("records-63l2ihpzzs-000001");
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment plain = arena.allocate(48 * 257);
                MemorySegment packed = arena.allocate(Files.size(file));
                packed.copyFrom(MemorySegment.ofArray(Files.readAllBytes(file)));
                Codec.named(codec).orElseThrow().decode(packed, plain);
                plain.asSlice(20 * 257, 8).fill((byte) 0);
                try (FileChannel channel =
                        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                    Codec.named(codec).orElseThrow().encode(plain, channel);
                }
            }
            Outcome.of("run", copy, "--target", "records")
                    .failsWith(
                            1, "chunk 1 of [1600000000002000000, 1600000000004000000)", "record 20 starts at time=0");
            Outcome skipped = Outcome.of("run", copy, "--target", "records", "--on-error", "skip");
            assertTrue(skipped.err().contains("lost [1600000000002000000, 1600000000004000000)"), skipped::toString);
            assertTrue(skipped.succeeds().out().contains("80 in"), skipped::toString);
        }
    }

    @Test
    void swappedFilesAreNamed(@TempDir Path folder) throws IOException {
        for (String codec : List.of("lz4", "zstd", "blosc", "bz2")) {
            Path copy = copy(data(Recorded.fixture("strax/" + codec), "raw_records"), folder.resolve(codec));
            Path first = copy.resolve("raw_records-eg4qikr44u-000000");
            Path last = copy.resolve("raw_records-eg4qikr44u-000003");
            byte[] bytes = Files.readAllBytes(first);
            Files.write(first, Files.readAllBytes(last));
            Files.write(last, bytes);
            Outcome.of("run", copy, "--target", "records").failsWith(1, "chunk 0 of");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'\"n\": 38', '\"n\": -1', n=-1",
        "'\"n\": 38', '\"n\": 39', chunk 0",
        "'\"n\": 38', '\"n\": 9000000000000000', chunk 0",
        "'\"n\": 38', '\"n\": \"many\"', n=",
        "records-63l2ihpzzs-000000, ../records, filename",
        "'\"compressor\": \"zstd\"', '\"compressor\": \"zip\"', compressor=zip",
        "'<i8', '<q8', dtype",
        "1600000000002000000, 1600000000001000000, after chunk 0",
        "'\"dtype\"', '\"type\"', dtype is missing",
        "'{', '[', JSON",
    })
    void damagedMetadataAreNamed(String text, String other, String part, @TempDir Path folder) throws IOException {
        Path copy = copy(data(Recorded.fixture("strax/zstd"), "records"), folder);
        Path file = copy.resolve("records-63l2ihpzzs-metadata.json");
        Files.writeString(file, Files.readString(file).replaceFirst(java.util.regex.Pattern.quote(text), other));
        Outcome.of("run", copy, "--target", "records").failsWith(1, part);
    }

    /// Between runs there is time of which the metadata say nothing; within one that is damage.
    @Test
    void timeBetweenTheRunsOfASuperrunIsLost(@TempDir Path folder) throws IOException {
        Path copy = copy(data(Recorded.fixture("strax/lz4"), "records"), folder);
        String empty = "\"end\": 1600000000006000000,";
        edit(copy, empty, "\"end\": 1600000000005000000,");
        Outcome.of("run", copy, "--target", "records")
                .failsWith(1, "[1600000000005000000, 1600000000006000000)", "no chunk covers");
        Outcome skipped = Outcome.of("run", copy, "--target", "records", "--on-error", "skip");
        assertTrue(skipped.err().contains("lost [1600000000005000000, 1600000000006000000)"), skipped::toString);
        Path file = copy.resolve("records-63l2ihpzzs-metadata.json");
        Files.writeString(file, Files.readString(file).replace("\"run_id\": \"007\"", "\"run_id\": \"_all\""));
        Outcome superrun = Outcome.of("run", copy, "--target", "records").succeeds();
        assertTrue(superrun.out().contains("128"), superrun::toString);
        assertTrue(superrun.err().contains("lost [1600000000005000000, 1600000000006000000)"), superrun::toString);
    }

    @Test
    void chunksWithoutDurationAndFoldersWithoutChunks(@TempDir Path folder) throws IOException {
        Path instant = copy(data(Recorded.fixture("strax/lz4"), "records"), folder.resolve("a"));
        edit(instant, "\"end\": 1600000000006000000,", "\"end\": 1600000000004000000,");
        edit(instant, "\"start\": 1600000000006000000,", "\"start\": 1600000000004000000,");
        byte[] whole = array(Recorded.fixture("strax/lz4/records.npy"));
        assertArrayEquals(whole, bytes(new StraxSource(instant), TimeRange.UNBOUNDED, 9));
        Path none = copy(data(Recorded.fixture("strax/lz4"), "records"), folder.resolve("b"));
        Path metadata = none.resolve("records-63l2ihpzzs-metadata.json");
        JsonObject json = Recorded.json(metadata);
        json.add("chunks", new JsonArray());
        Files.writeString(metadata, json.toString());
        Outcome.of("run", none, "--target", "records").failsWith(1, "have no chunks");
        assertEquals(
                0,
                Outcome.of("run", none, "--target", "records", "--on-error", "skip", "--json")
                        .json()
                        .get("records")
                        .getAsLong());
    }

    /// A chunk that is decoded is known by where its records start, also where files have as many.
    @Test
    void recordsThatStartElsewhereThanToldAreNamed(@TempDir Path folder) throws IOException {
        Path copy = copy(data(Recorded.fixture("strax/lz4"), "records"), folder);
        edit(copy, "\"last_time\": 16", "\"last_time\": 15");
        Outcome.of("run", copy, "--target", "records").failsWith(1, "chunk 0 of", "last_time=15");
        edit(copy, "\"nbytes\": ", "\"nbytes\": 1");
        Outcome.of("run", copy, "--target", "records").failsWith(1, "chunk 0: n=", "nbytes=1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lz4", "zstd", "blosc", "bz2"})
    void filesCutOffAreNamedAtEveryLength(String codec, @TempDir Path folder) throws IOException {
        Path copy = copy(data(Recorded.fixture("strax/" + codec), "records"), folder);
        Path file = copy.resolve("records-63l2ihpzzs-000001");
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length; length += 97) {
            Files.write(file, java.util.Arrays.copyOf(bytes, length));
            String message = assertThrows(
                            PipelineException.class,
                            () -> bytes(new StraxSource(copy), TimeRange.UNBOUNDED, 100),
                            codec + " cut to " + length)
                    .getMessage();
            assertTrue(message.contains("chunk 1 of [1600000000002000000, 1600000000004000000)"), message);
        }
    }

    /// What is decoded ahead leaves memory to the run.
    @Test
    void littleMemoryIsEnoughForOneChunkAndTheRun(@TempDir Path folder) {
        Path raw = folder.resolve("raw.npy");
        Outcome.of("run", "--sim-records", "900000", "--target", "raw_records", "--out", raw, "--quiet")
                .succeeds();
        Outcome.of("convert", raw, "strax:" + folder.resolve("kept"), "--quiet").succeeds();
        for (String memory : List.of("128M", "200M")) {
            Outcome.of("run", folder.resolve("kept"), "--target", "hits", "--memory", memory, "--quiet")
                    .succeeds();
        }
    }

    static void edit(Path data, String text, String other) throws IOException {
        Path file = data.resolve(data.getFileName().toString().split("-", 2)[1] + "-metadata.json");
        String before = Files.readString(file);
        String after = before.replaceFirst(java.util.regex.Pattern.quote(text), other);
        assertTrue(!after.equals(before), () -> text + " is not in " + before);
        Files.writeString(file, after);
    }

    @Test
    void whatOneDirectoryHoldsIsConverted(@TempDir Path folder) throws IOException {
        Path out = folder.resolve("peaks.npy");
        Outcome.of("convert", data(Recorded.fixture("strax/blosc"), "peaks"), out)
                .succeeds();
        assertArrayEquals(array(Recorded.fixture("strax/blosc/peaks.npy")), array(out));
        Outcome inspected = Outcome.of("inspect", data(Recorded.fixture("strax/blosc"), "records"));
        assertTrue(inspected.succeeds().out().contains("128"), inspected::toString);
    }

    static Path data(Path folder, String dataType) {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> child.getFileName().toString().contains("-" + dataType + "-"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    static Path copy(Path data, Path to) throws IOException {
        Path copy = Files.createDirectories(to.resolve(data.getFileName()));
        try (Stream<Path> files = Files.list(data)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    static byte[] array(Path file) {
        try (NpyFile npy = NpyFile.map(file)) {
            return npy.records()
                    .segment()
                    .asSlice(npy.records().byteOffset(), npy.records().byteSize())
                    .toArray(ValueLayout.JAVA_BYTE);
        } catch (FormatException wrong) {
            throw new AssertionError(wrong);
        }
    }

    static byte[] bytes(StraxSource source, TimeRange range, int chunkRecords) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String dataType = source.spec().provides();
        try (Context context = Context.create().register(source);
                ChunkStream stream = context.streaming("run")
                        .onError(FailurePolicy.FAIL)
                        .chunkRecords(chunkRecords)
                        .getStream(dataType, range)) {
            for (Chunk chunk : stream) {
                out.writeBytes(chunk.records()
                        .segment()
                        .asSlice(chunk.records().byteOffset(), chunk.records().byteSize())
                        .toArray(ValueLayout.JAVA_BYTE));
            }
        }
        return out.toByteArray();
    }
}
