package dev.sluice.formats.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.fixtures.TinyDisk;
import dev.sluice.store.StoreException;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoreWriter;
import dev.sluice.store.StoredRows;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk without room: the store stops before its last bytes, and what was written before stays whole.
final class FullDiskTest {
    private static final StoreKey KEY = StoredRows.key(40);

    @TempDir
    private Path folder;

    private static List<Chunk> chunks(int count) {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            chunks.add(StoredRows.chunk(i * 1000, i * 1000 + 1000, 1000, 5));
        }
        return chunks;
    }

    @Test
    void fullDiskStopsBeforeItsLastBytesAndARunGoesOnWhenThereIsRoom() throws Exception {
        List<Chunk> chunks = chunks(100);
        try (TinyDisk disk = TinyDisk.mount(folder, "size=1m")) {
            Path ballast = disk.file("ballast");
            Files.write(ballast, new byte[300_000]);
            try (DiskStore store = DiskStore.at(disk.file("store"), DiskSettings.EACH_CHUNK)) {
                int taken = fill(store, chunks);
                long usable = Files.getFileStore(folder).getUsableSpace();
                assertTrue(usable > 0, "the last bytes are left");
                assertEquals(
                        StoredRows.expected(chunks.subList(0, taken)),
                        StoredRows.read(store.unfinished(KEY).orElseThrow(), TimeRange.UNBOUNDED));
                Files.delete(ballast);
                List<Chunk> all = chunks.subList(0, taken + 8);
                try (StoreWriter writer = store.resume(KEY, StoredRows.TYPE, TimeRange.UNBOUNDED)) {
                    for (Chunk chunk : all.subList(taken, all.size())) {
                        writer.accept(chunk);
                    }
                    writer.commit();
                }
                assertEquals(
                        StoredRows.expected(all),
                        StoredRows.read(store.find(KEY).orElseThrow(), TimeRange.UNBOUNDED));
            }
        }
    }

    private static int fill(DiskStore store, List<Chunk> chunks) throws IOException {
        StoreWriter writer = store.writer(KEY, StoredRows.TYPE);
        int taken = 0;
        StoreException full = null;
        while (full == null) {
            Chunk next = chunks.get(taken);
            try {
                writer.accept(next);
                taken++;
            } catch (StoreException refused) {
                full = refused;
            }
        }
        assertTrue(full.getMessage().contains("the disk is full"), full.getMessage());
        assertTrue(full.getMessage().contains(chunks.get(taken).toString()), full.getMessage());
        assertTrue(full.getMessage().contains("folder=" + store.root()), full.getMessage());
        assertThrows(StoreException.class, writer::commit);
        assertTrue(taken > 5);
        return taken;
    }

    /// What a system says though there seemed to be room: quotas, other writers.
    @Test
    void refusalOfAnyWriteOrForceLeavesAnExactPrefix() throws Exception {
        List<Chunk> chunks = chunks(6);
        boolean finished = false;
        for (int step = 0; !finished; step++) {
            Path root = folder.resolve("store" + step);
            FailingDisk disk = new FailingDisk(step);
            try (DiskStore store = DiskStore.at(root, new DiskSettings(30_000, Duration.ofDays(1), 0), disk)) {
                StoredRows.write(store, KEY, chunks);
                finished = true;
            } catch (IOException refused) {
                assertTrue(refused.getMessage().contains("no room at step"), refused.getMessage());
            }
            requirePrefix(root, chunks, finished, step);
        }
    }

    private static void requirePrefix(Path root, List<Chunk> chunks, boolean finished, int step) throws Exception {
        try (DiskStore store = DiskStore.at(root)) {
            assertTrue(!finished || store.find(KEY).isPresent());
            if (store.find(KEY).isPresent()) {
                return;
            }
            int kept = store.unfinished(KEY).isEmpty()
                    ? 0
                    : StoredRows.read(store.unfinished(KEY).orElseThrow(), TimeRange.UNBOUNDED)
                            .size();
            try (StoreWriter writer = store.resume(KEY, StoredRows.TYPE, TimeRange.UNBOUNDED)) {
                for (Chunk chunk : chunks.subList(kept, chunks.size())) {
                    writer.accept(chunk);
                }
                writer.commit();
            }
            assertEquals(
                    StoredRows.expected(chunks),
                    StoredRows.read(store.find(KEY).orElseThrow(), TimeRange.UNBOUNDED),
                    "step=" + step);
        }
    }

    /// Refuses one step, after half of its bytes if it writes, and every one after it.
    private static final class FailingDisk implements Disk {
        private final LocalDisk disk = new LocalDisk();
        private int left;

        FailingDisk(int steps) {
            this.left = steps;
        }

        private void step() throws IOException {
            if (left-- <= 0) {
                throw new IOException("no room at step");
            }
        }

        @Override
        public List<String> list(Path folder) throws IOException {
            return disk.list(folder);
        }

        @Override
        public void createFolder(Path path) throws IOException {
            step();
            disk.createFolder(path);
        }

        @Override
        public Appending append(Path file, long size) throws IOException {
            step();
            Appending real = disk.append(file, size);
            return new Appending() {
                @Override
                public void write(ByteBuffer bytes) throws IOException {
                    if (left == 0) {
                        real.write(bytes.slice(bytes.position(), bytes.remaining() / 2));
                    }
                    step();
                    real.write(bytes);
                }

                @Override
                public void force() throws IOException {
                    step();
                    real.force();
                }

                @Override
                public void close() throws IOException {
                    real.close();
                }
            };
        }

        @Override
        public void rename(Path from, Path to) throws IOException {
            step();
            disk.rename(from, to);
        }

        @Override
        public void delete(Path path) throws IOException {
            step();
            disk.delete(path);
        }

        @Override
        public void forceFolder(Path path) throws IOException {
            step();
            disk.forceFolder(path);
        }

        @Override
        public long usableBytes(Path path) {
            return Long.MAX_VALUE / 2;
        }

        @Override
        public long totalBytes(Path path) {
            return Long.MAX_VALUE / 2;
        }
    }
}
