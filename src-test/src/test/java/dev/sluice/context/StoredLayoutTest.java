package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.analysis.feature.Features;
import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.ChunkWindow;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.source.SimulatedDetector;
import dev.sluice.store.MemoryStore;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoreWriter;
import dev.sluice.stream.ChunkStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.Test;

/// A lineage says how data came about, and nothing of the bytes in which a store has them.
final class StoredLayoutTest {
    private static final String RUN = "run_7";
    private static final String TYPE = Features.DATA_TYPE;

    @Test
    void recordsOfAnotherLayoutAreNotTakenForThoseOfThePlugin() throws IOException {
        try (MemoryStore store = new MemoryStore(1 << 20);
                Context context = context(store)) {
            RecordType own = context.product(TYPE).type();
            RecordType other = RecordType.of("time:<i8", "other:<i8").instantaneous();
            write(store, key(context), other);
            assertFalse(own.sameBytes(other));
            assertFalse(context.isStored(RUN, TYPE));
            String why = context.streaming(RUN).explain(TYPE);
            assertTrue(why.contains("'other', '<i8'"), why);
            try (ChunkStream stream = context.streaming(RUN).getStream(TYPE)) {
                long records = 0;
                for (Chunk chunk : stream) {
                    assertTrue(chunk.type().sameLayout(own));
                    records += chunk.length();
                }
                assertEquals(100, records);
            }
        }
    }

    @Test
    void titlesMakeNoOtherBytes() throws IOException {
        try (MemoryStore store = new MemoryStore(1 << 20);
                Context context = context(store)) {
            RecordType own = context.product(TYPE).type();
            write(store, key(context), own.titled());
            assertFalse(own.sameLayout(own.titled()));
            assertTrue(own.sameBytes(own.titled()));
            assertTrue(context.isStored(RUN, TYPE));
        }
    }

    private static Context context(MemoryStore store) {
        return Context.create()
                .register(SimulatedDetector.ofRecords(100), new Features())
                .store(store);
    }

    private static StoreKey key(Context context) {
        return new StoreKey(RUN, TYPE, context.lineage(RUN, TYPE));
    }

    private static void write(MemoryStore store, StoreKey key, RecordType type) throws IOException {
        try (Arena arena = Arena.ofConfined();
                StoreWriter writer = store.writer(key, type)) {
            Records records = Records.allocate(type, 1, arena);
            ChunkWindow window = new ChunkWindow(type);
            window.window().rebind(records.segment(), records.byteOffset(), 1);
            window.set(0, 0, 10, RUN, TYPE);
            writer.accept(window.chunk());
            writer.commit();
        }
    }
}
