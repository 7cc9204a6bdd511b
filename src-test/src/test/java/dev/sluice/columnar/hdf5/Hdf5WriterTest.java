package dev.sluice.columnar.hdf5;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.columnar.ColumnarRecords;
import dev.sluice.formats.FormatException;
import dev.sluice.formats.OutputSettings;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.Waveforms;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The reader is jhdf, which no one here wrote. Skipped where there is no libhdf5.
final class Hdf5WriterTest {
    private static final RecordType TYPE =
            RecordType.of("time:<i8", "id:<u4", "b:<i2", "area:<f4", "x:<f8", "ok:|b1", "name:|S5", "grid:<i4[2,3]");

    @TempDir
    Path folder;

    private Path write(String name, RecordType type, List<Records> parts) {
        Path path = folder.resolve(name);
        try (Hdf5Writer writer =
                Hdf5Writer.create(path, type, OutputSettings.of("hits", "007"), name.endsWith(".lh5"))) {
            parts.forEach(writer::write);
            writer.commit();
            assertEquals(parts.stream().mapToLong(Records::count).sum(), writer.count());
        }
        return path;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void jhdfSeesEveryValueOfSeveralChunks(long seed) {
        requireLibrary();
        Random random = new Random(seed);
        try (Arena arena = Arena.ofConfined()) {
            Records records = ColumnarRecords.random(TYPE, 30_000, 0, random, arena);
            int middle = random.nextInt(30_000);
            Path path = write("a.h5", TYPE, List.of(records.slice(0, middle), records.slice(middle, 30_000)));
            try (HdfFile file = new HdfFile(path)) {
                Group table = (Group) file.getByPath("/hits");
                assertEquals("007", table.getAttribute("sluice.run").getData());
                long[] times = (long[]) ((Dataset) table.getChild("time")).getData();
                float[] areas = (float[]) ((Dataset) table.getChild("area")).getData();
                long[] ids = (long[]) ((Dataset) table.getChild("id")).getData();
                int[][][] grids = (int[][][]) ((Dataset) table.getChild("grid")).getData();
                assertEquals(30_000, times.length);
                for (int i = 0; i < times.length; i++) {
                    assertEquals(TYPE.longField("time").get(records, i), times[i], "seed=" + seed);
                    assertEquals(TYPE.longField("id").get(records, i), ids[i], "seed=" + seed);
                    assertEquals(TYPE.floatField("area").get(records, i), areas[i], "seed=" + seed);
                    assertEquals(TYPE.longField("grid").get(records, i, 5), grids[i][1][2], "seed=" + seed);
                }
            }
        }
    }

    @Test
    void lh5HasATableWithUnitsAndItsWaveforms() {
        requireLibrary();
        RecordType type = Waveforms.type("<u2", 100);
        try (Arena arena = Arena.ofConfined()) {
            Records records = ColumnarRecords.random(type, 7000, 0, new Random(4), arena);
            try (HdfFile file = new HdfFile(write("a.lh5", type, List.of(records)))) {
                Group table = (Group) file.getByPath("/hits");
                assertEquals(
                        "table{time,endtime,length,channel,board,event,waveform}",
                        table.getAttribute("datatype").getData());
                Group waveform = (Group) table.getChild("waveform");
                assertEquals(
                        "table{t0,dt,values}", waveform.getAttribute("datatype").getData());
                Dataset values = (Dataset) waveform.getChild("values");
                assertEquals(
                        "array_of_equalsized_arrays<1,1>{real}",
                        values.getAttribute("datatype").getData());
                assertEquals("ns", waveform.getChild("dt").getAttribute("units").getData());
                assertEquals("ns", waveform.getChild("t0").getAttribute("units").getData());
                assertArrayEquals(new int[] {7000, 100}, values.getDimensions());
                int[][] samples = (int[][]) values.getData();
                for (int i = 0; i < 7000; i++) {
                    assertEquals(type.longField("wave").get(records, i, 99), samples[i][99]);
                }
            }
        }
    }

    @Test
    void whatIsNotCommittedLeavesNothing() throws IOException {
        requireLibrary();
        try (Hdf5Writer writer =
                Hdf5Writer.create(folder.resolve("a.h5"), TYPE, OutputSettings.of("hits", "007"), false)) {
            assertEquals(0, writer.count());
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void whatHdf5HasNoPlaceForIsRefusedByName() {
        requireLibrary();
        RecordType type = RecordType.of("time:<i8", "name:<U3");
        FormatException refused = assertThrows(
                FormatException.class,
                () -> Hdf5Writer.create(folder.resolve("a.h5"), type, OutputSettings.of("t", "r"), false));
        assertTrue(refused.getMessage().contains("--drop-columns=name"), refused.getMessage());
    }

    @Test
    void aMissingLibraryIsNamedWithItsPackage() {
        assumeTrue(Hdf5Library.installed() == null, "libhdf5 is installed");
        FormatException missing = assertThrows(
                FormatException.class,
                () -> Hdf5Writer.create(folder.resolve("a.h5"), TYPE, OutputSettings.of("t", "r"), false));
        assertTrue(missing.getMessage().contains("libhdf5-103-1"), missing.getMessage());
        assertFalse(Files.exists(folder.resolve("a.h5")));
    }

    private static void requireLibrary() {
        assumeTrue(Hdf5Library.installed() != null, "libhdf5 is not installed (apt install libhdf5-103-1)");
    }
}
