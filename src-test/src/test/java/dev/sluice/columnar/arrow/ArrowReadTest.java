package dev.sluice.columnar.arrow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.columnar.ColumnarRecords;
import dev.sluice.columnar.table.TableSource;
import dev.sluice.context.Context;
import dev.sluice.formats.FormatException;
import dev.sluice.formats.OutputSettings;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.stream.ChunkStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArrowReadTest {
    @TempDir
    Path folder;

    private Path write(RecordType type, Records... parts) {
        Path path = folder.resolve("a.arrow");
        try (ArrowWriter writer = ArrowWriter.create(path, type, OutputSettings.of("hits", "007"), false)) {
            List.of(parts).forEach(writer::write);
            writer.commit();
        }
        return path;
    }

    private static byte[] bytes(Records records) {
        return records.segment()
                .asSlice(records.byteOffset(), records.byteSize())
                .toArray(ValueLayout.JAVA_BYTE);
    }

    /// All records of a file, gaps zero.
    private static byte[] read(Path path) {
        try (Arena arena = Arena.ofConfined();
                ArrowTable table = ArrowTable.open(path)) {
            Records records = Records.allocate(table.type(), table.rows(), arena);
            for (long row = 0; row < table.rows(); row = table.blockEnd(row)) {
                table.read(row, records.slice(row, table.blockEnd(row)));
            }
            return bytes(records);
        }
    }

    private static byte[] withoutGaps(RecordType type, Records records, Arena arena) {
        Records copy = Records.allocate(type, records.count(), arena);
        type.fields().forEach(field -> copy.copyField(field.name(), records));
        return bytes(copy);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatIsWrittenIsReadBackWithItsGapsTitlesAndDeclarations(long seed) {
        RecordType type = ColumnarRecords.EVERY_KIND.picoseconds();
        try (Arena arena = Arena.ofConfined()) {
            Records records = ColumnarRecords.random(type, 25_000, -50, new Random(seed), arena);
            Path path = write(type, records);
            assertArrayEquals(withoutGaps(type, records, arena), read(path), "seed=" + seed);
            try (ArrowTable table = ArrowTable.open(path)) {
                assertEquals(type, table.type());
                assertTrue(table.blockEnd(0) < table.rows(), "seed=" + seed);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void damagedFilesGiveAnErrorOrTheRightData(long seed) throws IOException {
        Random random = new Random(seed);
        RecordType type = RecordType.of("time:<i8", "endtime:<i8", "ok:|b1", "name:<U3", "wave:<i2[20]");
        try (Arena arena = Arena.ofConfined()) {
            Records records = ColumnarRecords.random(type, 40, 0, random, arena);
            byte[] right = bytes(records);
            byte[] good = Files.readAllBytes(write(type, records));
            int refused = 0;
            for (int trial = 0; trial < 600; trial++) {
                byte[] bad = good.clone();
                int at = random.nextInt(bad.length);
                bad[at] ^= (byte) (1 << random.nextInt(8));
                boolean cut = trial % 6 == 0;
                Path path = Files.write(folder.resolve("bad.arrow"), cut ? Arrays.copyOf(bad, at) : bad);
                try {
                    assertArrayEquals(right, read(path), "seed=" + seed + ", byte=" + at);
                } catch (FormatException named) {
                    refused++;
                } catch (RuntimeException | Error e) {
                    fail("seed=" + seed + ", trial=" + trial + ", byte=" + at + ", cut=" + cut, e);
                }
            }
            assertTrue(refused > 400, "refused=" + refused + ", seed=" + seed);
        }
    }

    @Test
    void filesWithoutATimeAreRefusedWithWhatToAdd() {
        RecordType type = RecordType.of("x:<i8");
        try (Arena arena = Arena.ofConfined()) {
            Path path = write(type, Records.allocate(type, 3, arena));
            String message = assertThrows(FormatException.class, () -> ArrowTable.open(path))
                    .getMessage();
            assertTrue(message.contains("'time'"), message);
        }
    }

    private static List<Long> times(TableSource source, TimeRange range, long chunkRecords, FailurePolicy policy) {
        List<Long> times = new ArrayList<>();
        long end = Long.MIN_VALUE;
        try (Context context = Context.create().register(source);
                ChunkStream stream = context.streaming("run")
                        .chunkRecords(chunkRecords)
                        .onError(policy)
                        .getStream("hits", range)) {
            for (Chunk chunk : stream) {
                assertTrue(end == Long.MIN_VALUE || chunk.start() == end, chunk::toString);
                end = chunk.end();
                for (long i = 0; i < chunk.records().count(); i++) {
                    times.add(chunk.records().type().longField("time").get(chunk.records(), i));
                }
            }
        }
        return times;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 100_000})
    void rangesOfTimeAreThoseOfTheRecordsWhateverTheChunks(long chunkRecords) {
        RecordType type = RecordType.of("time:<i8", "wave:<i2[50000]");
        Random random = new Random(chunkRecords);
        try (Arena arena = Arena.ofConfined()) {
            Records records = ColumnarRecords.random(type, 90, 1000, random, arena);
            List<Long> all = new ArrayList<>();
            for (int i = 0; i < 90; i++) {
                // Runs of equal times, also over the ends of batches, of which one has 20 of these records.
                type.longField("time").set(records, i, 1000 + i / 3 * 10L);
                all.add(1000 + i / 3 * 10L);
            }
            TableSource source = new TableSource("arrow", null, List.of(write(type, records)), ArrowTable::open);
            assertEquals(all, times(source, TimeRange.UNBOUNDED, chunkRecords, FailurePolicy.FAIL));
            for (long[] range :
                    new long[][] {{0, 1010}, {1005, 1105}, {1190, 1200}, {1191, 1195}, {1280, 5000}, {0, 3}}) {
                List<Long> within =
                        all.stream().filter(t -> t >= range[0] && t < range[1]).toList();
                assertEquals(within, times(source, TimeRange.of(range[0], range[1]), chunkRecords, FailurePolicy.FAIL));
            }
        }
    }

    @Test
    void aDamagedBatchIsLostAloneWhereThatIsAllowedAndElseNamed() throws IOException {
        RecordType type = RecordType.of("time:<i8", "wave:<i2[50000]");
        try (Arena arena = Arena.ofConfined()) {
            Path path = write(type, ColumnarRecords.random(type, 60, 0, new Random(5), arena));
            byte[] bytes = Files.readAllBytes(path);
            bytes[bytes.length / 2] ^= 1;
            Files.write(path, bytes);
            TableSource source = new TableSource("arrow", null, List.of(path), ArrowTable::open);
            int kept =
                    times(source, TimeRange.UNBOUNDED, 1000, FailurePolicy.SKIP).size();
            assertTrue(kept >= 39 && kept < 60, "kept=" + kept);
            RuntimeException named = assertThrows(
                    RuntimeException.class, () -> times(source, TimeRange.UNBOUNDED, 1000, FailurePolicy.FAIL));
            assertTrue(named.getMessage().contains("is damaged, crc32c"), named.getMessage());
        }
    }
}
