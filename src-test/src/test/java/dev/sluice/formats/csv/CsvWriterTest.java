package dev.sluice.formats.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.sluice.fixtures.Numpy;
import dev.sluice.formats.FormatException;
import dev.sluice.formats.npy.NpyWriter;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvWriterTest {
    @TempDir
    Path folder;

    private final Arena arena = Arena.ofConfined();

    @AfterEach
    void free() {
        arena.close();
    }

    private static String written(Records records) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (CsvWriter writer = CsvWriter.to(out, "standard output", records.type())) {
            writer.write(records);
            writer.commit();
            assertEquals(out.size(), writer.bytes());
            assertEquals(records.count(), writer.count());
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyTypeHasItsSpelling() {
        RecordType type =
                RecordType.of("i:<i8", "u:<u8", "b:|u1", "f:<f4", "d:<f8", "on:?", "s:|S4", "w:<i2[2]", "g:|i1[1,2]");
        Records records = Records.allocate(type, 2, arena);
        type.longField("i").set(records, 0, Long.MIN_VALUE);
        type.doubleField("u").set(records, 0, 0x1p63);
        type.longField("b").set(records, 0, 255);
        type.floatField("f").set(records, 0, 0.1f);
        type.doubleField("d").set(records, 0, 0.1);
        type.booleanField("on").set(records, 0, true);
        type.textField("s").set(records, 0, "ab");
        type.longField("w").set(records, 0, 1, -7);
        type.longField("g").set(records, 0, 1, 3);
        assertEquals(
                "i,u,b,f,d,on,s,w[0],w[1],g[0][0],g[0][1]\n"
                        + "-9223372036854775808,9223372036854775808,255,0.1,0.1,true,ab,0,-7,0,3\n"
                        + "0,0,0,0.0,0.0,false,,0,0,0,0\n",
                written(records));
    }

    @Test
    void tabsPartColumnsAndAreQuotedInText() throws IOException {
        RecordType type = RecordType.of("s:<U8", "i:<i4");
        Records records = Records.allocate(type, 2, arena);
        type.textField("s").set(records, 0, "a,b");
        type.textField("s").set(records, 1, "c\td");
        Path file = folder.resolve("out.tsv");
        try (CsvWriter writer = CsvWriter.create(file, type, '\t')) {
            writer.write(records);
            writer.commit();
        }
        assertEquals("s\ti\na,b\t0\n\"c\td\"\t0\n", Files.readString(file));
    }

    @Test
    void textIsQuotedWhereRfc4180WantsIt() {
        RecordType type = RecordType.of("a,b:<U8", "c:<U3");
        Records records = Records.allocate(type, 5, arena);
        String[] texts = {"", "x,y", "say \"it\"", "line\nend", "é😀"};
        for (int i = 0; i < texts.length; i++) {
            type.textField("a,b").set(records, i, texts[i]);
            type.textField("c").set(records, i, "c");
        }
        assertEquals("\"a,b\",c\n,c\n\"x,y\",c\n\"say \"\"it\"\"\",c\n\"line\nend\",c\né😀,c\n", written(records));
    }

    @Test
    void aLoneEmptyTextIsNotABlankLine() {
        assertEquals("s\n\"\"\n", written(Records.allocate(RecordType.of("s:|S3"), 1, arena)));
    }

    @Test
    void numbersThatAreNotFiniteAreSpelledAsNumpyReadsThem() {
        RecordType type = RecordType.of("f:<f4[3]", "d:<f8[3]");
        Records records = Records.allocate(type, 1, arena);
        double[] values = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int i = 0; i < 3; i++) {
            type.doubleField("f").set(records, 0, i, values[i]);
            type.doubleField("d").set(records, 0, i, values[i]);
        }
        assertTrue(written(records).endsWith("\nnan,inf,-inf,nan,inf,-inf\n"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void numbersReadBackExactly(long seed) {
        RecordType type = RecordType.of("f:<f4", "d:<f8", "u:<u8");
        Records records = Records.allocate(type, 5_000, arena);
        Random random = new Random(seed);
        for (long i = 0; i < records.byteSize(); i++) {
            records.segment().set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
        }
        String[] lines = written(records).split("\n");
        for (int i = 0; i < 5_000; i++) {
            String[] cells = lines[i + 1].replace("nan", "NaN").split(",");
            float single = type.floatField("f").get(records, i);
            double real = type.doubleField("d").get(records, i);
            assertEquals(single, Float.parseFloat(cells[0]), "seed=" + seed);
            assertEquals(real, Double.parseDouble(cells[1]), "seed=" + seed);
            assertEquals(type.longField("u").bits(records, i, 0), Long.parseUnsignedLong(cells[2]), "seed=" + seed);
        }
    }

    @Test
    void numpyReadsTheSameNumbersFromCsvAndNpy() throws Exception {
        RecordType type = RecordType.of("time:<i8", "channel:<i2", "peak:<f4", "area:<f8");
        Records records = Records.allocate(type, 500, arena);
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            type.longField("time").set(records, i, random.nextLong());
            type.longField("channel").set(records, i, random.nextInt(16));
            type.floatField("peak").set(records, i, Float.intBitsToFloat(random.nextInt(0x7f800000)));
            type.doubleField("area").set(records, i, random.nextGaussian() * Math.pow(10, random.nextInt(300)));
        }
        try (CsvWriter csv = CsvWriter.create(folder.resolve("a.csv"), type);
                NpyWriter npy = NpyWriter.create(folder.resolve("a.npy"), type)) {
            csv.write(records);
            npy.write(records);
            assertTrue(Files.notExists(folder.resolve("a.csv")));
            csv.commit();
            npy.commit();
        }
        Numpy.run(folder, """
                import numpy as np
                want = np.load('a.npy')
                got = np.genfromtxt('a.csv', delimiter=',', names=True, dtype=want.dtype)
                assert want.tobytes() == got.tobytes(), (want[want != got], got[want != got])
                """);
    }

    @Test
    void aCsvFileThatIsNotCommittedLeavesNothing() throws IOException {
        RecordType type = RecordType.of("x:<i4");
        try (CsvWriter writer = CsvWriter.create(folder.resolve("a.csv"), type)) {
            writer.write(Records.allocate(type, 3, arena));
        }
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void recordsOfAnotherLayoutAreRefused() {
        RecordType type = RecordType.of("x:<i4");
        try (CsvWriter writer = CsvWriter.to(new ByteArrayOutputStream(), "memory", type)) {
            Records other = Records.allocate(RecordType.of("y:<i4"), 1, arena);
            assertThrows(IllegalArgumentException.class, () -> writer.write(other));
            writer.commit();
            assertThrows(IllegalStateException.class, writer::commit);
        }
    }

    @Test
    void aBrokenStreamIsReportedWithItsNameAndEndsTheWriter() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        RecordType type = RecordType.of("x:<i4");
        try (CsvWriter writer = CsvWriter.to(broken, "standard output", type)) {
            Records records = Records.allocate(type, 1_000_000, arena);
            String message = assertThrows(FormatException.class, () -> writer.write(records))
                    .getMessage();
            assertTrue(message.contains("Broken pipe") && message.contains("file=standard output"), message);
            assertThrows(IllegalStateException.class, () -> writer.write(records));
        }
    }

    @Test
    void writingAllocatesNothingPerRecord() {
        assumeTrue(ManagementFactory.getThreadMXBean() instanceof ThreadMXBean, "this JVM does not count allocations");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        RecordType type = RecordType.of("i:<i8", "u:<u8", "f:<f4", "d:<f8", "on:?", "s:|S4", "w:<i2[5]");
        Records records = Records.allocate(type, 1_000, arena);
        records.fill((byte) 0x41);
        try (CsvWriter writer = CsvWriter.to(Channels.newChannel(OutputStream.nullOutputStream()), "nowhere", type)) {
            for (int round = 0; round < 100; round++) {
                writer.write(records);
            }
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int round = 0; round < 100; round++) {
                writer.write(records);
            }
            long perRecord = (threads.getCurrentThreadAllocatedBytes() - before) / 100_000;
            assertEquals(0, perRecord, "bytes per record");
            assertFalse(writer.bytes() == 0);
        }
    }
}
