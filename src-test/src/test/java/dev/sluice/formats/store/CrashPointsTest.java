package dev.sluice.formats.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoreWriter;
import dev.sluice.store.StoredData;
import dev.sluice.store.StoredRows;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A crash after every step that the store takes on the disk: what is seen afterwards is whole, and can be gone on
/// from.
final class CrashPointsTest {
    private static final StoreKey KEY = StoredRows.key(40);
    private static final DiskSettings TWO_CHUNKS = new DiskSettings(600, Duration.ofDays(1), 0);

    @TempDir
    private Path folder;

    private final List<Chunk> chunks = StoredRows.random(new Random(7), 12);

    /// What was promised after so many steps: chunks that can be read, and whether all are found.
    private record Promise(int steps, int chunks, boolean found) {}

    @ParameterizedTest
    @EnumSource(SimulatedDisk.Fate.class)
    void everyPrefixOfAWriteIsWholeAndGoneOnFrom(SimulatedDisk.Fate fate) throws Exception {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path after = Files.createDirectory(folder.resolve("after"));
        SimulatedDisk disk = new SimulatedDisk(real);
        List<Promise> promises = new ArrayList<>();
        try (DiskStore store = DiskStore.at(real, TWO_CHUNKS, disk);
                DiskStore look = DiskStore.at(real)) {
            try (StoreWriter writer = store.writer(KEY, StoredRows.TYPE)) {
                for (Chunk chunk : chunks) {
                    writer.accept(chunk);
                    int readable = look.unfinished(KEY).orElseThrow().chunks().size();
                    promises.add(new Promise(disk.steps(), readable, false));
                }
                writer.commit();
            }
            promises.add(new Promise(disk.steps(), chunks.size(), true));
        }
        crashEverywhere(disk, fate, promises, after, 0);
    }

    @ParameterizedTest
    @EnumSource(SimulatedDisk.Fate.class)
    void everyPrefixOfAReplacementShowsTheOldOrTheNew(SimulatedDisk.Fate fate) throws Exception {
        Path real = Files.createDirectory(folder.resolve("real"));
        Path after = Files.createDirectory(folder.resolve("after"));
        SimulatedDisk disk = new SimulatedDisk(real);
        List<Chunk> part = chunks.subList(0, 4);
        try (DiskStore store = DiskStore.at(real, TWO_CHUNKS, disk)) {
            try (StoreWriter writer = store.writer(
                    KEY, StoredRows.TYPE, TimeRange.of(0, part.get(3).end() + 1))) {
                for (Chunk chunk : part) {
                    writer.accept(chunk);
                }
                writer.commit();
            }
            int stored = disk.steps();
            StoredRows.write(store, KEY, chunks);
            Random random = new Random(11);
            for (int steps = stored; steps <= disk.steps(); steps++) {
                disk.crash(steps, fate, random, after);
                try (DiskStore crashed = DiskStore.at(after)) {
                    StoredData found = crashed.find(KEY).orElseThrow();
                    List<Chunk> expected = found.covers(TimeRange.UNBOUNDED) ? chunks : part;
                    assertEquals(
                            StoredRows.expected(expected),
                            StoredRows.read(found, TimeRange.UNBOUNDED),
                            fate + " after steps=" + steps);
                }
            }
        }
    }

    private void crashEverywhere(
            SimulatedDisk disk, SimulatedDisk.Fate fate, List<Promise> promises, Path after, int first)
            throws Exception {
        for (int steps = first; steps <= disk.steps(); steps++) {
            for (int seed = 0; seed < (fate == SimulatedDisk.Fate.CHANCE ? 10 : 1); seed++) {
                String where = fate + " after steps=" + steps + ", seed=" + seed;
                disk.crash(steps, fate, new Random(seed), after);
                check(after, promised(promises, steps), where);
            }
        }
    }

    private static Promise promised(List<Promise> promises, int steps) {
        Promise promised = new Promise(0, 0, false);
        for (Promise promise : promises) {
            promised = promise.steps() <= steps ? promise : promised;
        }
        return promised;
    }

    private void check(Path after, Promise promised, String where) throws Exception {
        try (DiskStore store = DiskStore.at(after)) {
            Optional<StoredData> found = store.find(KEY);
            assertTrue(found.isPresent() || !promised.found(), where);
            if (found.isPresent()) {
                assertEquals(StoredRows.expected(chunks), StoredRows.read(found.get(), TimeRange.UNBOUNDED), where);
                return;
            }
            int kept = prefix(store, where);
            assertTrue(kept >= promised.chunks(), where + ": chunks=" + kept + ", promised=" + promised.chunks());
            try (StoreWriter writer = store.resume(KEY, StoredRows.TYPE, TimeRange.UNBOUNDED)) {
                for (Chunk chunk : chunks.subList(kept, chunks.size())) {
                    writer.accept(chunk);
                }
                writer.commit();
            }
            assertEquals(
                    StoredRows.expected(chunks),
                    StoredRows.read(store.find(KEY).orElseThrow(), TimeRange.UNBOUNDED),
                    where);
        }
    }

    private int prefix(DiskStore store, String where) throws Exception {
        Optional<StoredData> left = store.unfinished(KEY);
        if (left.isEmpty()) {
            return 0;
        }
        List<StoredRows.Received> kept = StoredRows.read(left.get(), TimeRange.UNBOUNDED);
        assertEquals(StoredRows.expected(chunks.subList(0, kept.size())), kept, where);
        return kept.size();
    }
}
