package dev.sluice.internal.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.fixtures.EngineThreads;
import dev.sluice.plugin.Requirements;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.Overflow;
import dev.sluice.stream.StreamSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// F4: an endless stream, through lent and aligned stages and a buffer that drops, runs in constant memory: once it is
/// warm it takes no more of the pool, of the heap, of threads and of files, and the process does not grow.
final class EndlessStreamTest {
    private static final Path SELF = Path.of("/proc/self");
    private static final long PAGE = 4096;

    /// What a process has of each.
    private record Footprint(long reserved, long heap, int threads, long files, long resident) {
        static Footprint of(ChunkStream stream) throws IOException {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            return new Footprint(
                    stream.reservedBytes(),
                    runtime.totalMemory() - runtime.freeMemory(),
                    EngineThreads.alive().size(),
                    openFiles(),
                    residentBytes());
        }

        private static long openFiles() throws IOException {
            try (Stream<Path> files = Files.list(SELF.resolve("fd"))) {
                return files.count();
            }
        }

        private static long residentBytes() throws IOException {
            return PAGE * Long.parseLong(Files.readString(SELF.resolve("statm")).split(" ")[1]);
        }
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void anEndlessStreamTakesNoMoreOnceItIsWarm() throws IOException {
        assumeTrue(Files.isDirectory(SELF), "Linux alone lists resident pages");
        try (ChunkStream stream = endless()) {
            Iterator<Chunk> chunks = stream.iterator();
            pass(chunks, 2000);
            Footprint warm = Footprint.of(stream);
            pass(chunks, 6000);
            Footprint later = Footprint.of(stream);
            assertEquals(warm.reserved, later.reserved, "bytes of the pool");
            // Those of a test before may end meanwhile.
            assertTrue(later.threads <= warm.threads, () -> "threads: " + warm + " and later " + later);
            assertTrue(later.files <= warm.files + 2, () -> "open files: " + warm + " and later " + later);
            assertTrue(later.heap <= warm.heap + (2 << 20), () -> "heap: " + warm + " and later " + later);
        }
    }

    /// For `-Dsluice.soak.minutes`, 15 by default: what the process has in memory grows by less than 1 MB a minute
    /// after the first third.
    @Test
    @Tag("slow")
    @Timeout(value = 24, unit = TimeUnit.HOURS)
    void aProcessThatStreamsForLongDoesNotGrow() throws IOException {
        assumeTrue(Files.isDirectory(SELF), "Linux alone lists resident pages");
        double minutes = Double.parseDouble(System.getProperty("sluice.soak.minutes", "15"));
        try (ChunkStream stream = endless()) {
            Iterator<Chunk> chunks = stream.iterator();
            passFor(chunks, minutes / 3);
            Footprint warm = Footprint.of(stream);
            passFor(chunks, minutes * 2 / 3);
            Footprint later = Footprint.of(stream);
            String message = warm + " and " + minutes * 2 / 3 + " minutes later " + later;
            System.out.println(message);
            assertEquals(warm.reserved, later.reserved, message);
            assertTrue(later.threads <= warm.threads, message);
            assertTrue(later.files <= warm.files + 2, message);
            assertTrue(later.heap <= warm.heap + (2 << 20), message);
            assertTrue(later.resident - warm.resident < Math.max(1, minutes * 2 / 3) * (1 << 20), message);
        }
    }

    private static ChunkStream endless() {
        Chains chain = new Chains(new Pulses(Long.MAX_VALUE / Pulses.CHUNK_NS - 1, 50))
                .then(new Doubled("first", "pulses", in -> {}))
                .buffered(Overflow.DROP_OLDEST)
                .then(new Doubled("second", "first", in -> {}), Requirements.NONE.halo(10, 10));
        StreamSettings settings = Runs.workers(2).withMemoryBudget(8 << 20).withChunkRecords(50);
        return chain.start(settings, chain.last()).getFirst();
    }

    private static void pass(Iterator<Chunk> chunks, int count) {
        for (int i = 0; i < count; i++) {
            chunks.next().length();
        }
    }

    private static void passFor(Iterator<Chunk> chunks, double minutes) {
        long end = System.nanoTime() + (long) (minutes * TimeUnit.MINUTES.toNanos(1));
        while (System.nanoTime() < end) {
            pass(chunks, 100);
        }
    }
}
