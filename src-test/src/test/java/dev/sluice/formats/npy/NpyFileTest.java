package dev.sluice.formats.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.formats.FormatException;
import dev.sluice.record.LongField;
import dev.sluice.record.Records;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyFileTest {
    private static final String DICT =
            "{'descr': [('time', '<i8'), ('x', '<i2')], 'fortran_order': False, 'shape': (%s), }";

    @TempDir
    Path folder;

    static byte[] file(int version, String header, int dataBytes) {
        byte[] text = header.getBytes(NpyLayout.charset(version));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(NpyLayout.MAGIC);
        out.write(version);
        out.write(0);
        for (int i = 0; i < (version == 1 ? 2 : 4); i++) {
            out.write(text.length >> 8 * i);
        }
        out.writeBytes(text);
        for (int i = 0; i < dataBytes; i++) {
            out.write(i);
        }
        return out.toByteArray();
    }

    private FormatException refusal(byte[] bytes) throws IOException {
        Path path = Files.write(folder.resolve("bad.npy"), bytes);
        FormatException error =
                assertThrows(FormatException.class, () -> NpyFile.map(path).close());
        assertEquals(path, error.file());
        assertTrue(
                error.getMessage().contains("file=" + path + ", offset=" + error.offset() + "; "), error.getMessage());
        return error;
    }

    private void assertRefused(String reason, long offset, byte[] bytes) throws IOException {
        FormatException error = refusal(bytes);
        assertTrue(error.getMessage().contains(reason), error.getMessage());
        assertEquals(offset, error.offset(), error.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void recordsOfEveryVersionAreMapped(int version) throws IOException {
        Path path = Files.write(folder.resolve("a.npy"), file(version, DICT.formatted("3L,"), 30));
        NpyFile npy = NpyFile.map(path);
        Records records = npy.records();
        LongField time = npy.type().longField("time");
        assertEquals(3, records.count());
        assertEquals(0x11100F0E0D0C0B0AL, time.get(records, 1));
        assertEquals(0x1D1C, npy.type().longField("x").get(records, 2));
        assertEquals(path, npy.path());
        assertThrows(IllegalStateException.class, () -> time.set(records, 0, 1));
        npy.close();
        npy.close();
        assertThrows(IllegalStateException.class, () -> time.get(records, 0));
    }

    @Test
    void zeroRowsAreLegal() throws IOException {
        Path path = Files.write(folder.resolve("a.npy"), file(1, DICT.formatted("0,") + " \n", 0));
        try (NpyFile npy = NpyFile.map(path)) {
            assertEquals(0, npy.records().count());
            assertEquals(10, npy.type().size());
        }
    }

    @Test
    void filesThatAreNotThereAreRefused() {
        Path none = folder.resolve("none.npy");
        assertTrue(assertThrows(FormatException.class, () -> NpyFile.map(none))
                .getMessage()
                .startsWith("no such file: file=" + none));
        assertTrue(assertThrows(FormatException.class, () -> NpyFile.map(folder))
                .getMessage()
                .contains("directory"));
        assertTrue(assertThrows(FormatException.class, () -> NpyFile.map(Path.of("/dev/null")))
                .getMessage()
                .contains("a pipe, a socket or a device"));
    }

    @Test
    void brokenPreamblesAreRefusedWithTheirOffset() throws IOException {
        byte[] good = file(1, DICT.formatted("0,"), 0);
        assertRefused("is empty", 0, new byte[0]);
        assertRefused("not a .npy file", 0, "time,x\n1,2\n".getBytes(StandardCharsets.UTF_8));
        assertRefused("not a .npy file", 0, new byte[] {1});
        assertRefused("cut off", 5, Arrays.copyOf(good, 5));
        assertRefused("cut off", 9, Arrays.copyOf(good, 9));
        assertRefused("length=" + (good.length - 10) + " but only 0 bytes follow", 8, Arrays.copyOf(good, 10));
        assertRefused("bytes follow", 8, Arrays.copyOf(good, good.length - 1));
        byte[] version = good.clone();
        version[6] = 4;
        assertRefused("version=4.0", 6, version);
        version[6] = 1;
        version[7] = 1;
        assertRefused("version=1.1", 6, version);
        byte[] huge = file(2, DICT.formatted("0,"), 0);
        huge[11] = (byte) 0xFF;
        assertRefused("length=42", 8, huge);
        assertRefused("length=-1 but only 0 bytes follow", 8, Arrays.copyOf(huge, 10));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "[1, 2];not a dict;10",
                "{'descr': ;unexpected the end;19",
                "{'é': 1 2};at position 8;18",
                "{'descr': [('a', '<i4')], 'shape': (1,)};keys [descr, shape];10",
                "{'descr': [('a', '<i4')], 'fortran_order': 0, 'shape': (1,)};fortran_order is 0;10",
                "{'descr': '<f8', 'fortran_order': True, 'shape': (1, 2)};ascontiguousarray(arr).ravel();10",
                "{'descr': '<f8', 'fortran_order': False, 'shape': (1,)};r['wave'] = arr;10",
                "{'descr': '|O', 'fortran_order': False, 'shape': (1,)};Python objects have no fixed layout;10",
                "{'descr': [('a', '|O')], 'fortran_order': False, 'shape': (1,)};field 'a' has type |O;10",
                "{'descr': [('a', '>i4')], 'fortran_order': False, 'shape': (1,)};convert with arr.astype;10",
                "{'descr': [('a', [('b', '<i4')])], 'fortran_order': False, 'shape': (1,)};nested record;10",
                "{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': ()};dimensions=0;10",
                "{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1, 2)};arr.ravel();10",
                "{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (-1,)};not a tuple of integers;10",
                "{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': 1};not a tuple of integers;10"
            })
    void headersOfOtherThingsAreRefusedWithTheRemedy(String header, String reason, long offset) throws IOException {
        assertRefused(reason, offset, file(1, header, 8));
    }

    @Test
    void positionsInUtf8HeadersAreCountedInBytes() throws IOException {
        assertRefused("at position 8", 12 + 9, file(3, "{'é': 1 2}", 0));
    }

    @Test
    void truncatedDataIsRefusedWhereTheFileEnds() throws IOException {
        byte[] good = file(1, DICT.formatted("3,"), 30);
        int start = good.length - 30;
        for (int length = start; length < good.length; length++) {
            int records = (length - start) / 10;
            assertRefused(records + " whole records", length, Arrays.copyOf(good, length));
        }
        byte[] absurd = file(1, DICT.formatted(Long.MAX_VALUE + ","), 0);
        assertRefused("count=9223372036854775807", absurd.length, absurd);
    }

    @Test
    void trailingBytesAreRefusedWhereTheRecordsEnd() throws IOException {
        byte[] bytes = file(1, DICT.formatted("3,"), 31);
        assertRefused("1 bytes follow the last of count=3", bytes.length - 1, bytes);
    }
}
