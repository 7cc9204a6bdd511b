package dev.sluice.formats.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.sluice.fixtures.Recorded;
import dev.sluice.fixtures.TinyDisk;
import dev.sluice.formats.FormatException;
import dev.sluice.record.RecordType;
import dev.sluice.record.RecordTypeBuilder;
import dev.sluice.record.Records;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyWriterTest {
    private static final RecordType TYPE = RecordType.of("time:<i8", "peak:<f4");

    @TempDir
    Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Records random(RecordType type, int count, long seed, Arena arena) {
        Records records = Records.allocate(type, count, arena);
        Random random = new Random(seed);
        for (long i = 0; i < records.byteSize(); i++) {
            records.segment().set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
        }
        return records;
    }

    private static void write(Path path, RecordType type, Records... parts) {
        try (NpyWriter writer = NpyWriter.create(path, type)) {
            for (Records part : parts) {
                writer.write(part);
            }
            writer.commit();
        }
    }

    @Test
    void theHeaderIsTheOneNumpyDocuments() {
        String header = new String(NpyLayout.encode(TYPE, 82), StandardCharsets.ISO_8859_1);
        String start = "\u0093NUMPY\u0001\0\u0076\0{'descr': [('time', '<i8'), ('peak', '<f4')],"
                + " 'fortran_order': False, 'shape': (82,), }";
        assertEquals(start + " ".repeat(127 - start.length()) + "\n", header);
        assertEquals(128, NpyLayout.encode(TYPE, Long.MAX_VALUE).length);
    }

    @Test
    void theVersionFollowsNamesAndLength() {
        RecordTypeBuilder many = RecordType.builder();
        for (int i = 0; i < 4_000; i++) {
            many.field("field" + i, "<i4");
        }
        assertEquals(1, NpyLayout.encode(RecordType.of("é:<i4"), 1)[6]);
        assertEquals(2, NpyLayout.encode(many.build(), 1)[6]);
        assertEquals(3, NpyLayout.encode(RecordType.of("€:<i4"), 1)[6]);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 30_000})
    void recordsReadBackByteForByteHoweverTheyWereCut(int count) throws IOException {
        Path path = folder.resolve("a.npy");
        try (Arena arena = Arena.ofConfined()) {
            Records records = random(TYPE, count, 7, arena);
            try (NpyWriter writer = NpyWriter.create(path, TYPE)) {
                writer.write(records.slice(0, count / 3));
                writer.write(records.slice(count / 3, count));
                assertEquals(count, writer.count());
                assertEquals(128 + 12L * count, writer.bytes());
                assertEquals(path.toString(), writer.target());
                assertTrue(Files.notExists(path));
                writer.commit();
            }
            try (NpyFile file = NpyFile.map(path)) {
                assertEquals(TYPE, file.type());
                assertEquals(count, file.records().count());
                assertEquals(
                        -1, records.segment().mismatch(file.records().segment().asSlice(128)));
            }
        }
        assertEquals(List.of("a.npy"), names());
    }

    @Test
    void aWriterClosedWithoutCommitLeavesNothing() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            NpyWriter writer = NpyWriter.create(folder.resolve("a.npy"), TYPE);
            writer.write(random(TYPE, 50_000, 1, arena));
            writer.close();
            assertEquals(List.of(), names());
            assertThrows(IllegalStateException.class, () -> writer.write(Records.allocate(TYPE, 1, arena)));
            assertThrows(IllegalStateException.class, writer::commit);
        }
    }

    @Test
    void recordsOfAnotherLayoutAreRefusedAndTheWriterGoesOn() throws IOException {
        Path path = folder.resolve("a.npy");
        try (Arena arena = Arena.ofConfined();
                NpyWriter writer = NpyWriter.create(path, TYPE)) {
            Records other = Records.allocate(RecordType.of("time:<i8", "area:<f4"), 1, arena);
            assertThrows(IllegalArgumentException.class, () -> writer.write(other));
            writer.write(Records.allocate(TYPE.instantaneous(), 2, arena));
            writer.commit();
        }
        try (NpyFile file = NpyFile.map(path)) {
            assertEquals(2, file.records().count());
        }
    }

    @Test
    void aFullDiskIsReportedAndLeavesNothing() throws Exception {
        try (TinyDisk disk = TinyDisk.mount(folder, "size=1m");
                Arena arena = Arena.ofConfined();
                NpyWriter writer = NpyWriter.create(disk.file("a.npy"), TYPE)) {
            Records records = random(TYPE, 200_000, 1, arena);
            FormatException error = assertThrows(FormatException.class, () -> writer.write(records));
            assertTrue(error.getMessage().contains("No space left on device"), error.getMessage());
            assertTrue(error.getMessage().contains("file=" + disk.file("a.npy")), error.getMessage());
            assertEquals(List.of(), names());
        }
    }

    @Test
    void aDiskThatFillsUpAtTheCommitIsReportedAndLeavesNothing() throws Exception {
        try (TinyDisk disk = TinyDisk.mount(folder, "size=64k");
                Arena arena = Arena.ofConfined();
                NpyWriter writer = NpyWriter.create(disk.file("a.npy"), TYPE)) {
            writer.write(random(TYPE, 10_000, 1, arena));
            FormatException error = assertThrows(FormatException.class, writer::commit);
            assertTrue(error.getMessage().contains("No space left on device"), error.getMessage());
            assertEquals(List.of(), names());
        }
    }

    @Test
    void writingAllocatesNothing() {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "this JVM does not count allocations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (Arena arena = Arena.ofConfined();
                NpyWriter writer = NpyWriter.create(folder.resolve("a.npy"), TYPE)) {
            Records records = random(TYPE, 100, 1, arena);
            int rounds = 10_000;
            for (int round = 0; round < rounds; round++) {
                writer.write(records);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int round = 0; round < rounds; round++) {
                writer.write(records);
            }
            long perRound = (threads.getCurrentThreadAllocatedBytes() - before) / rounds;
            assertTrue(perRound < 4, "bytes per write=" + perRound);
        }
    }

    static Stream<Path> fixtures() throws IOException {
        try (Stream<Path> files = Files.walk(Recorded.fixture("strax"))) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".npy"))
                    .map(Path::normalize)
                    .sorted()
                    .toList();
            return found.stream();
        }
    }

    private static boolean isPlain(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        return new String(bytes, 0, 40, StandardCharsets.ISO_8859_1).contains("{'descr': '");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void realFilesOfRecordsAreRewrittenByteForByte(Path fixture) throws IOException {
        if (isPlain(fixture)) {
            String message = assertThrows(
                            FormatException.class, () -> NpyFile.map(fixture).close())
                    .getMessage();
            assertTrue(message.contains("plain type"), message);
            return;
        }
        Path copy = folder.resolve("copy.npy");
        try (NpyFile file = NpyFile.map(fixture)) {
            write(copy, file.type(), file.records());
        }
        assertArrayEquals(Files.readAllBytes(fixture), Files.readAllBytes(copy));
    }
}
