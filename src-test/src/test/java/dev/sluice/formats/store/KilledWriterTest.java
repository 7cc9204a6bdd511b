package dev.sluice.formats.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.fixtures.Await;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoreWriter;
import dev.sluice.store.StoredData;
import dev.sluice.store.StoredRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL of a real process at moments of chance during its writing: what is seen afterwards is whole and exact, and
/// the next process goes on from it.
final class KilledWriterTest {
    @TempDir
    private Path root;

    @Test
    void twentyKilledWritersLeaveAnExactPrefix() throws Exception {
        kill(20, 1);
    }

    @Test
    @Tag("slow")
    void fiftyKilledWritersLeaveAnExactPrefix() throws Exception {
        kill(50, 2);
    }

    private void kill(int times, long seed) throws Exception {
        Random random = new Random(seed);
        int before = 0;
        for (int i = 0; i < times; i++) {
            String where = "seed=" + seed + ", kill=" + i;
            Process child = child(random.nextBoolean() ? 0 : 1 << 14);
            try {
                long enough = size() + 1 + random.nextInt(40_000);
                Await.until(() -> size() > enough || !child.isAlive(), "bytes of the child, " + where);
                assertTrue(child.isAlive(), where + ": the child ended by itself");
                if (i % 5 == 0) {
                    requireExclusive();
                }
            } finally {
                child.destroyForcibly();
            }
            assertTrue(child.waitFor(30, TimeUnit.SECONDS), where);
            before = requirePrefix(before, where);
        }
        requireFinished(before);
    }

    private Process child(long forceBytes) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWriter.class.getName(),
                        root.toString(),
                        Long.toString(forceBytes))
                .inheritIO()
                .start();
    }

    /// Bytes in the store, whatever they are.
    private long size() {
        long size = 0;
        try {
            for (String name : new LocalDisk().list(root)) {
                if (FolderNames.isUnfinished(name)) {
                    for (String file : new LocalDisk().list(root.resolve(name))) {
                        size += Files.size(root.resolve(name).resolve(file));
                    }
                }
            }
        } catch (IOException renamed) {
            return 0;
        }
        return size;
    }

    private void requireExclusive() throws IOException {
        try (DiskStore store = DiskStore.at(root)) {
            StoreException refused =
                    assertThrows(StoreException.class, () -> store.writer(KilledWriter.KEY, StoredRows.TYPE));
            assertTrue(refused.getMessage().contains("another process"), refused.getMessage());
        }
    }

    private int requirePrefix(int before, String where) throws Exception {
        try (DiskStore store = DiskStore.at(root)) {
            assertTrue(store.find(KilledWriter.KEY).isEmpty(), where);
            Optional<StoredData> left = store.unfinished(KilledWriter.KEY);
            List<StoredRows.Received> kept =
                    left.isEmpty() ? List.of() : StoredRows.read(left.get(), TimeRange.UNBOUNDED);
            assertTrue(kept.size() >= before, where + ": chunks=" + kept.size() + " after chunks=" + before);
            assertEquals(StoredRows.expected(chunks(kept.size())), kept, where);
            return kept.size();
        }
    }

    private void requireFinished(int kept) throws Exception {
        List<Chunk> all = chunks(kept + 20);
        try (DiskStore store = DiskStore.at(root)) {
            try (StoreWriter writer = store.resume(KilledWriter.KEY, StoredRows.TYPE, TimeRange.UNBOUNDED)) {
                for (Chunk chunk : all.subList(kept, all.size())) {
                    writer.accept(chunk);
                }
                writer.commit();
            }
            StoredData found = store.find(KilledWriter.KEY).orElseThrow();
            assertEquals(StoredRows.expected(all), StoredRows.read(found, TimeRange.UNBOUNDED));
            assertEquals(List.of(KilledWriter.KEY), store.list());
        }
    }

    private static List<Chunk> chunks(int count) {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chunks.add(KilledWriter.chunk(i));
        }
        return chunks;
    }
}
