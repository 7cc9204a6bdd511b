package dev.sluice.formats.store;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoreWriter;
import dev.sluice.store.StoredData;
import dev.sluice.store.StoredRows;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A program that writes chunks without end, going on from what is there, until it is killed.
final class KilledWriter {
    static final StoreKey KEY = StoredRows.key(40);

    private KilledWriter() {}

    /// Chunk number `i` of the endless run.
    static Chunk chunk(int i) {
        return StoredRows.chunk(i * 100L, i * 100L + 100, i * 7 % 53, 20 + i % 11);
    }

    public static void main(String[] arguments) throws Exception {
        DiskSettings settings = new DiskSettings(Long.parseLong(arguments[1]), Duration.ofMillis(20), 0);
        try (DiskStore store = DiskStore.at(Path.of(arguments[0]), settings)) {
            int next = store.unfinished(KEY)
                    .map(StoredData::chunks)
                    .map(List::size)
                    .orElse(0);
            try (StoreWriter writer = store.resume(KEY, StoredRows.TYPE, TimeRange.UNBOUNDED)) {
                while (true) {
                    writer.accept(chunk(next++));
                }
            }
        }
    }
}
