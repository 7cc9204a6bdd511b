package dev.sluice.benchmarks.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.session.Session;
import dev.sluice.stream.ChunkStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class RunFilesTest {
    /// More than the block that is repeated, of waveforms and of fragments.
    private static final long BYTES = 30_000_000;

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource
    void everyRecordOfARunIsReadInOrderOfTime(RunKind kind) throws Exception {
        RunFiles run = RunFiles.of(kind, folder, BYTES, 1);
        run.make();
        assertTrue(run.isMade());
        String type = kind == RunKind.FRAGMENTS ? "raw_records" : "st_waveforms_stream";
        long records = 0;
        String[] words = {run.input().toString(), "--target", type, "--profile", "none", "--config", "none"};
        String[] model = {run.input().toString(), "--target", type, "--set", "model=V1730", "--config", "none"};
        try (Session session = Session.open(kind == RunKind.WAVEDUMP ? model : words);
                ChunkStream stream = session.stream()) {
            for (Chunk chunk : stream) {
                records += chunk.length();
            }
        }
        assertEquals(run.records(), records);
        assertEquals(BYTES, run.bytes(), 2e6);
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherOneOthers() throws Exception {
        RunFiles one = RunFiles.of(RunKind.FRAGMENTS, folder.resolve("a"), 100_000, 3);
        RunFiles same = RunFiles.of(RunKind.FRAGMENTS, folder.resolve("b"), 100_000, 3);
        RunFiles other = RunFiles.of(RunKind.FRAGMENTS, folder.resolve("b"), 100_000, 4);
        one.make();
        same.make();
        other.make();
        assertArrayEquals(Files.readAllBytes(one.input()), Files.readAllBytes(same.input()));
        assertTrue(Files.mismatch(one.input(), other.input()) > 0);
        assertNotEquals(same.folder(), other.folder());
    }

    @Test
    void timesAscendFromOneBlockToTheNext() throws Exception {
        RunFiles run = RunFiles.of(RunKind.FRAGMENTS, folder, BYTES, 1);
        run.make();
        byte[] bytes = Files.readAllBytes(run.input());
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int header = 10 + file.getShort(8);
        assertEquals(run.bytes(), bytes.length - header);
        long before = Long.MIN_VALUE;
        for (int record = header; record < bytes.length; record += 244) {
            long time = file.getLong(record);
            assertTrue(time >= before, "record at byte " + record);
            before = time;
        }
    }

    @Test
    void aRunThatWasCutIsNoMadeRun() throws Exception {
        RunFiles run = RunFiles.of(RunKind.WAVEDUMP, folder, 100_000, 1);
        assertFalse(run.isMade());
        run.make();
        assertTrue(run.isMade());
        try (RandomAccessFile file = new RandomAccessFile(run.files().get(3).toFile(), "rw")) {
            file.setLength(file.length() - 1);
        }
        assertFalse(run.isMade());
    }

    @Test
    void aRunWithoutRoomIsRefusedWithTheRoomThatItNeeds() {
        RunFiles run = RunFiles.of(RunKind.NPY, folder, 1L << 60, 1);
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, run::make);
        assertTrue(refused.getMessage().startsWith("no room for size=1152921504."), refused::toString);
        assertTrue(refused.getMessage().contains("name a larger disk by --folder"), refused::toString);
        assertFalse(Files.exists(run.folder()));
    }
}
