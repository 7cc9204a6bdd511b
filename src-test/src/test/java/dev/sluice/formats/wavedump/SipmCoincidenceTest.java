package dev.sluice.formats.wavedump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.fixtures.Recorded;
import dev.sluice.formats.wavedump.file.DigitizerModel;
import dev.sluice.formats.wavedump.file.RunFile;
import dev.sluice.formats.wavedump.file.SampleKind;
import dev.sluice.formats.wavedump.time.WaveDumpOptions;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two SiPM channels of a DT5751, 41 events each: events hold 6006 samples where 6000 were asked for.
class SipmCoincidenceTest {
    private static final int LENGTH = 6006;

    @TempDir
    Path scratch;

    private Path files;

    @BeforeEach
    void needsTheRun() {
        files = Recorded.folder("data/wavedump/sipm-coincidence");
    }

    @Test
    void runIsDescribedFromItsFiles() throws Exception {
        WaveDumpRun run = WaveDumpRun.open(List.of(files), WaveDumpOptions.defaults());
        assertEquals(Optional.of(DigitizerModel.X751), run.model());
        assertEquals(1.0, run.dtNs());
        assertEquals(8.0, run.clockNs());
        assertEquals(LENGTH, run.recordLength());
        assertEquals(SampleKind.UNSIGNED_16, run.sampleKind());
        assertEquals(List.of(0, 1), run.files().stream().map(RunFile::channel).toList());
        assertEquals(2 * 493_476, run.bytes());
        assertEquals(Optional.of(PulsePolarity.POSITIVE), run.polarity(0));
        assertTrue(run.warnings().isEmpty(), run.warnings().toString());
        WaveDumpConfiguration configuration = run.configuration().orElseThrow();
        assertEquals(OptionalInt.of(6000), configuration.recordLength());
        assertEquals(OptionalInt.of(70), configuration.postTriggerPercent());
        assertEquals(Optional.of(true), configuration.binary());
        assertEquals(Optional.of(true), configuration.header());
    }

    @Test
    void mergeAlternatesTheTwoChannelsThrough41Coincidences() throws Exception {
        try (WaveDumpMerge merge =
                WaveDumpRun.open(List.of(files), WaveDumpOptions.defaults()).merge()) {
            for (int event = 0; event < 82; event++) {
                assertTrue(merge.next());
                assertEquals(event % 2, merge.channel());
                assertEquals(event / 2, merge.file().counter());
                assertEquals(event / 2 * 12_036L, merge.file().offset());
                assertEquals(31, merge.file().board());
                assertEquals(LENGTH, merge.file().sampleCount());
                if (event < 2) {
                    assertEquals(3_190_661L * 8, merge.time());
                }
                if (event >= 80) {
                    assertEquals(230_622_939L * 8, merge.time());
                }
            }
            assertTrue(!merge.next());
        }
    }

    @Test
    void everyTimeChannelAndSampleEqualsWhatNumpyReads() throws Exception {
        String script = """
                import sys, zlib, numpy as np
                event = np.dtype([('head', '<u4', 6), ('samples', '<u2', 6006)])
                rows = []
                for channel in (0, 1):
                    for row in np.fromfile(sys.argv[1] + '/wave%d.dat' % channel, event):
                        rows.append((int(row['head'][5]) * 8, channel, zlib.crc32(row['samples'].tobytes())))
                for row in sorted(rows):
                    print(*row)
                """;
        List<String> expected = python(script, files.toString());
        assumeTrue(!expected.isEmpty(), "no python3 with numpy on this machine");
        assertEquals(82, expected.size());
        try (WaveDumpMerge merge = WaveDumpRun.open(List.of(files), WaveDumpOptions.defaults())
                        .merge();
                Arena arena = Arena.ofConfined()) {
            MemorySegment record = arena.allocate(2 * LENGTH);
            for (String line : expected) {
                assertTrue(merge.next());
                merge.file().copySamples(record, 0, LENGTH);
                CRC32 checksum = new CRC32();
                checksum.update(record.asByteBuffer());
                assertEquals(line, merge.time() + " " + merge.channel() + " " + checksum.getValue());
            }
        }
    }

    /// The lines that the script prints; none where python3 or numpy is missing.
    private List<String> python(String script, String argument) throws Exception {
        Path program = Files.writeString(scratch.resolve("read.py"), script);
        Path output = scratch.resolve("lines.txt");
        Process process;
        try {
            process = new ProcessBuilder("python3", program.toString(), argument)
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (java.io.IOException missing) {
            return List.of();
        }
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "python3 did not end within a minute");
        return process.exitValue() == 0 ? Files.readAllLines(output) : List.of();
    }
}
