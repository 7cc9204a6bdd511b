package dev.sluice.columnar.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.sluice.columnar.ColumnarRecords;
import dev.sluice.formats.FormatException;
import dev.sluice.formats.OutputSettings;
import dev.sluice.record.Field;
import dev.sluice.record.FieldType;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The readers are DuckDB and hardwood, which no one here wrote.
final class ParquetWriterTest {
    @TempDir
    Path folder;

    private static Path write(Path path, RecordType type, List<Records> parts) {
        try (ParquetWriter writer = ParquetWriter.create(path, type, OutputSettings.of("hits", "007"))) {
            parts.forEach(writer::write);
            writer.commit();
        }
        return path;
    }

    private static List<Records> parts(RecordType type, Random random, Arena arena) {
        List<Records> parts = new ArrayList<>();
        for (int part = 0; part < 4; part++) {
            parts.add(ColumnarRecords.random(type, random.nextInt(6000), part * 1_000_000L, random, arena));
        }
        return parts;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void duckDbSeesEveryValue(long seed) throws SQLException {
        RecordType type = ColumnarRecords.EVERY_KIND;
        try (Arena arena = Arena.ofConfined()) {
            List<Records> parts = parts(type, new Random(seed), arena);
            Path path = write(folder.resolve("a.parquet"), type, parts);
            try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = database.createStatement();
                    ResultSet rows = statement.executeQuery("select * from '" + path + "'")) {
                for (Records part : parts) {
                    for (int row = 0; row < part.count(); row++) {
                        assertTrue(rows.next(), "seed=" + seed);
                        for (Field field : type.fields()) {
                            assertEquals(
                                    ColumnarRecords.values(field, part, row),
                                    ColumnarRecords.flat(field, rows.getObject(field.name())),
                                    field + ", row=" + row + ", seed=" + seed);
                        }
                    }
                }
                assertFalse(rows.next(), "seed=" + seed);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void hardwoodSeesTheNumbersAndTheRowGroupsHaveTheirExtremes(long seed) throws IOException {
        RecordType type = RecordType.of("time:<i8", "id:<u4", "area:<f4", "wave:<f8[3]", "name:|S4");
        try (Arena arena = Arena.ofConfined()) {
            List<Records> parts = parts(type, new Random(seed), arena);
            Path path = write(folder.resolve("a.parquet"), type, parts);
            try (ParquetFileReader file = ParquetFileReader.open(InputFile.of(path));
                    RowReader rows = file.rowReader()) {
                for (Records part : parts) {
                    for (int row = 0; row < part.count(); row++) {
                        assertTrue(rows.hasNext());
                        rows.next();
                        for (Field field : type.fields()) {
                            Object found = field.isScalar()
                                    ? rows.getValue(field.name())
                                    : list(rows.getList(field.name()).values());
                            assertEquals(
                                    ColumnarRecords.values(field, part, row),
                                    ColumnarRecords.flat(field, found),
                                    field + ", row=" + row + ", seed=" + seed);
                        }
                    }
                }
                assertFalse(rows.hasNext());
            }
        }
    }

    private static List<Object> list(Iterable<Object> values) {
        List<Object> list = new ArrayList<>();
        values.forEach(list::add);
        return list;
    }

    @Test
    void duckDbReadsOnlyRowGroupsOfTheTimesThatItIsAskedFor() throws SQLException {
        RecordType type = RecordType.of("time:<i8", "wave:<i2[8000]");
        try (Arena arena = Arena.ofConfined()) {
            Records records = ColumnarRecords.random(type, 3000, 0, new Random(6), arena);
            Path path = write(folder.resolve("a.parquet"), type, List.of(records));
            try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                    Statement statement = database.createStatement();
                    ResultSet rows =
                            statement.executeQuery("select row_group_num_rows, stats_min_value, stats_max_value"
                                    + " from parquet_metadata('" + path + "') where path_in_schema = 'time'")) {
                int row = 0;
                int groups = 0;
                while (rows.next()) {
                    assertEquals(type.longField("time").get(records, row), rows.getLong(2));
                    row += rows.getInt(1);
                    assertEquals(type.longField("time").get(records, row - 1), rows.getLong(3));
                    groups++;
                }
                assertEquals(3000, row);
                assertTrue(groups > 1, "groups=" + groups);
            }
        }
    }

    @Test
    void whatIsKnownOfTheRecordsStandsInTheMetadata() throws SQLException {
        Path path = write(folder.resolve("a.parquet"), ColumnarRecords.SCALARS, List.of());
        try (Connection database = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = database.createStatement();
                ResultSet rows = statement.executeQuery("select decode(value) from parquet_kv_metadata('" + path
                        + "') where decode(key) = 'sluice.run'")) {
            assertTrue(rows.next());
            assertEquals("007", rows.getString(1));
        }
    }

    @Test
    void arraysWithoutElementsAreRefused() {
        RecordType type = RecordType.of("time:<i8", "wave:<i2[0]");
        FormatException refused = assertThrows(
                FormatException.class,
                () -> ParquetWriter.create(folder.resolve("a.parquet"), type, OutputSettings.of("t", "r")));
        assertTrue(refused.getMessage().contains("'wave'"), refused.getMessage());
    }

    @Test
    void levelsSayWhereEachListBegins() {
        Field field = new Field("grid", null, FieldType.INT16, List.of(2, 3), 0);
        byte[] levels = new ParquetLevels(field).of(1);
        // Runs: one 0, two 2, one 1, two 2; then six definitions at level 2.
        assertEquals(List.of(8, 0, 0, 0, 2, 0, 4, 2, 2, 1, 4, 2, 2, 0, 0, 0, 12, 2), integers(levels));
    }

    private static List<Integer> integers(byte[] bytes) {
        List<Integer> integers = new ArrayList<>();
        for (byte value : bytes) {
            integers.add((int) value);
        }
        return integers;
    }
}
