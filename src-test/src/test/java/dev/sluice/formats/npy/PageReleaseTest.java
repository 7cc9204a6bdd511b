package dev.sluice.formats.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.context.Context;
import dev.sluice.record.RecordType;
import dev.sluice.source.Waveforms;
import dev.sluice.stream.ChunkStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class PageReleaseTest {
    private static final Path MAPPINGS = Path.of("/proc/self/smaps");
    private static final int RECORDS = 4096;
    private static final int RECORD_BYTES = 1 << 16;
    private static final RecordType TYPE = RecordType.of("time:<i8", "wave:<i2[" + (RECORD_BYTES / 2 - 4) + "]");

    @TempDir
    private Path folder;

    @Test
    void pagesFarBehindTheReadingPlaceAreLetGo() throws Exception {
        assumeTrue(Files.isReadable(MAPPINGS), "Linux alone lists resident pages");
        Path file = sparse();
        NpySource source = new NpySource(List.of(file));
        try (Context context = Context.create().register(source);
                ChunkStream stream = context.streaming("run").chunkRecords(16).getStream(Waveforms.DATA_TYPE)) {
            long count = 0;
            long most = 0;
            for (Chunk chunk : stream) {
                touch(chunk);
                count += chunk.length();
                most = Math.max(most, count % 256 == 0 ? residentBytes(file) : 0);
            }
            assertEquals(RECORDS, count);
            assertTrue(most > 0, "no page was found");
            assertTrue(most < 200L << 20, "resident=" + most + " of " + (long) RECORDS * RECORD_BYTES);
        }
    }

    private static void touch(Chunk chunk) {
        long end = chunk.records().byteOffset() + chunk.nbytes();
        long sum = 0;
        for (long at = chunk.records().byteOffset(); at < end; at += 4096) {
            sum += chunk.records().segment().get(ValueLayout.JAVA_BYTE, at);
        }
        assertTrue(sum > Long.MIN_VALUE);
    }

    /// The sizes in kB that the kernel prints after the line of each mapping of the file.
    private static long residentBytes(Path file) throws IOException {
        boolean mine = false;
        long bytes = 0;
        for (String line : Files.readAllLines(MAPPINGS)) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                mine = line.endsWith(file.toString());
            } else if (mine && line.startsWith("Rss:")) {
                bytes += 1024 * Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return bytes;
    }

    /// Records whose times are written, and whose samples are a hole of the file.
    private Path sparse() throws IOException {
        Path file = folder.toRealPath().resolve("sparse.npy");
        byte[] header = NpyLayout.encode(TYPE, RECORDS);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(header), 0);
            ByteBuffer time = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < RECORDS; i++) {
                channel.write(time.clear().putLong(100L * i).flip(), header.length + (long) i * RECORD_BYTES);
            }
            channel.write(ByteBuffer.allocate(1), header.length + (long) RECORDS * RECORD_BYTES - 1);
        }
        return file;
    }
}
