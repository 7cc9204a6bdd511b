package dev.sluice.columnar.arrow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.columnar.ColumnarRecords;
import dev.sluice.formats.OutputSettings;
import dev.sluice.record.Field;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The reader is Arrow's own.
final class ArrowWriterTest {
    @TempDir
    Path folder;

    private static Path write(Path path, RecordType type, List<Records> parts) {
        OutputSettings settings = OutputSettings.of("hits", "007");
        try (ArrowWriter writer =
                ArrowWriter.create(path, type, settings, path.toString().endsWith(".arrows"))) {
            parts.forEach(writer::write);
            writer.commit();
            assertEquals(parts.stream().mapToLong(Records::count).sum(), writer.count());
        }
        return path;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void arrowsOwnReaderSeesEveryValueInFilesAndStreams(long seed) throws IOException {
        requireOpen();
        Random random = new Random(seed);
        RecordType type = ColumnarRecords.EVERY_KIND;
        try (Arena arena = Arena.ofConfined()) {
            List<Records> parts = new ArrayList<>();
            // Several batches: one has about 10,000 of these records.
            for (int part = 0; part < 5; part++) {
                parts.add(ColumnarRecords.random(type, random.nextInt(8000), part * 1_000_000L, random, arena));
            }
            try (BufferAllocator memory = new RootAllocator();
                    FileChannel file = FileChannel.open(write(folder.resolve("a.arrow"), type, parts));
                    ArrowFileReader reader = new ArrowFileReader(file, memory)) {
                assertEquals(
                        "007",
                        reader.getVectorSchemaRoot()
                                .getSchema()
                                .getCustomMetadata()
                                .get("sluice.run"));
                same(reader, type, parts, seed);
            }
            try (BufferAllocator memory = new RootAllocator();
                    var stream = Files.newInputStream(write(folder.resolve("a.arrows"), type, parts));
                    ArrowStreamReader reader = new ArrowStreamReader(stream, memory)) {
                same(reader, type, parts, seed);
            }
        }
    }

    @Test
    void columnsCarryUnitsTitlesAndTheTypeOfTheirElements() throws IOException {
        requireOpen();
        Path path = write(folder.resolve("a.arrow"), ColumnarRecords.EVERY_KIND, List.of());
        try (BufferAllocator memory = new RootAllocator();
                FileChannel file = FileChannel.open(path);
                ArrowFileReader reader = new ArrowFileReader(file, memory)) {
            assertFalse(reader.loadNextBatch());
            var schema = reader.getVectorSchemaRoot().getSchema();
            assertEquals("ns", schema.findField("time").getMetadata().get("unit"));
            Map<String, String> metadata = schema.findField("h").getMetadata();
            assertEquals("a title", metadata.get("title"));
            assertEquals("PE", metadata.get("unit"));
            assertEquals("NaN without a baseline", metadata.get("missing"));
            assertEquals("|S5", schema.findField("k").getMetadata().get("sluice.element"));
        }
    }

    @Test
    void aFileAppearsOnlyWhenItIsComplete() {
        Path path = folder.resolve("a.arrow");
        try (Arena arena = Arena.ofConfined();
                ArrowWriter writer =
                        ArrowWriter.create(path, ColumnarRecords.SCALARS, OutputSettings.of("hits", "007"), false)) {
            writer.write(ColumnarRecords.random(ColumnarRecords.SCALARS, 10, 0, new Random(1), arena));
            assertFalse(Files.exists(path));
        }
        assertFalse(Files.exists(path));
    }

    @Test
    void bodiesLieAtMultiplesOf64BytesSoThatReadersMapThem() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Records records = ColumnarRecords.random(ColumnarRecords.SCALARS, 100, 0, new Random(2), arena);
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(
                            write(folder.resolve("a.arrow"), ColumnarRecords.SCALARS, List.of(records))))
                    .order(java.nio.ByteOrder.LITTLE_ENDIAN);
            int schemaEnd = 16 + bytes.getInt(12);
            assertEquals(0, schemaEnd % 64);
            int body = schemaEnd + 8 + bytes.getInt(schemaEnd + 4);
            assertEquals(0, body % 64);
            assertEquals(records.type().longField("time").get(records, 0), bytes.getLong(body));
        }
    }

    private static void same(ArrowReader reader, RecordType type, List<Records> parts, long seed) throws IOException {
        VectorSchemaRoot root = reader.getVectorSchemaRoot();
        int part = 0;
        int row = 0;
        int batches = 0;
        while (reader.loadNextBatch()) {
            batches++;
            for (int i = 0; i < root.getRowCount(); i++, row++) {
                while (row == parts.get(part).count()) {
                    part++;
                    row = 0;
                }
                for (Field field : type.fields()) {
                    List<Object> found = ColumnarRecords.flat(field, value(root.getVector(field.name()), i));
                    assertEquals(ColumnarRecords.values(field, parts.get(part), row), found, field + ", seed=" + seed);
                }
            }
        }
        assertTrue(batches > 1 && row == parts.get(part).count(), "seed=" + seed);
    }

    private static Object value(FieldVector vector, int row) {
        assertFalse(vector.isNull(row));
        return vector.getObject(row);
    }

    private static void requireOpen() {
        assumeTrue(
                ByteBuffer.class.getModule().isOpen("java.nio", ArrowWriterTest.class.getModule()),
                "arrow-vector needs --add-opens=java.base/java.nio=ALL-UNNAMED");
    }
}
