package dev.sluice.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreConcurrencyTest {
    private static final int THREADS = 8;

    @Test
    void ofManyWritersOfOneKeyOneWins() throws Exception {
        StoreKey key = StoredRows.key(40);
        List<Chunk> chunks = StoredRows.random(new Random(7), 20);
        try (MemoryStore store = new MemoryStore(1 << 24)) {
            CountDownLatch together = new CountDownLatch(THREADS);
            List<Boolean> won = inParallel(() -> {
                together.countDown();
                together.await(30, TimeUnit.SECONDS);
                try {
                    StoredRows.write(store, key, chunks);
                    return true;
                } catch (StoreException refused) {
                    return false;
                }
            });
            assertEquals(1, won.stream().filter(winner -> winner).count());
            StoredData data = store.find(key).orElseThrow();
            assertEquals(StoredRows.expected(chunks), StoredRows.read(data, TimeRange.UNBOUNDED));
            assertEquals(data.storedBytes(), store.usedBytes());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void readersSeeWholeDataWhileOthersWriteAndRemove(long seed) throws Exception {
        List<List<Chunk>> versions = new ArrayList<>();
        for (int option = 0; option < 3; option++) {
            versions.add(StoredRows.random(new Random(seed + option), 10));
        }
        try (MemoryStore store = new MemoryStore(1 << 24)) {
            AtomicLong seeds = new AtomicLong(seed * 1000);
            List<Integer> found = inParallel(() -> work(store, versions, new Random(seeds.incrementAndGet())));
            assertTrue(found.stream().mapToInt(count -> count).sum() > 0, "seed=" + seed);
            for (StoreKey key : store.list()) {
                store.remove(key);
            }
            assertEquals(0, store.usedBytes(), "seed=" + seed);
        }
    }

    /// Writes, removes and reads by turns; returns how often data were found.
    private static int work(MemoryStore store, List<List<Chunk>> versions, Random random) throws Exception {
        int found = 0;
        for (int turn = 0; turn < 200; turn++) {
            int option = random.nextInt(versions.size());
            StoreKey key = StoredRows.key(option);
            try {
                if (random.nextInt(3) == 0) {
                    StoredRows.write(store, key, versions.get(option));
                } else if (random.nextInt(4) == 0) {
                    store.remove(key);
                } else if (store.find(key).isPresent()) {
                    StoredData data = store.find(key).orElse(null);
                    found += data == null ? 0 : readWhole(data, versions.get(option));
                }
            } catch (StoreException overtaken) {
                assertTrue(overtaken.getMessage().matches(".*(already|was removed).*"), overtaken.getMessage());
            }
        }
        return found;
    }

    private static int readWhole(StoredData data, List<Chunk> version) throws Exception {
        assertEquals(StoredRows.expected(version), StoredRows.read(data, TimeRange.UNBOUNDED));
        return 1;
    }

    private static <T> List<T> inParallel(Callable<T> task) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(task));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get(60, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
