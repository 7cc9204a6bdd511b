package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.record.RecordType;
import dev.sluice.record.Records;
import dev.sluice.store.Store;
import dev.sluice.store.StoreKey;
import dev.sluice.store.StoreWriter;
import dev.sluice.store.StoredData;
import dev.sluice.stream.ChunkStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a store does to the thread that saves, and that to the run.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class SaverFaultsTest {
    private static final int CHUNKS = 400;

    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch resume = new CountDownLatch(1);
    private final CompletableFuture<List<Long>> seen = new CompletableFuture<>();

    /// What happens to a chunk that is stored.
    private interface Accepting {
        void accept(Chunk chunk) throws Exception;
    }

    /// A store that keeps nothing.
    private record Forgetful(Accepting accepting) implements Store {
        @Override
        public String name() {
            return "forgetful";
        }

        @Override
        public Optional<StoredData> find(StoreKey key) {
            return Optional.empty();
        }

        @Override
        public StoreWriter writer(StoreKey key, RecordType type, TimeRange coverage) {
            return new StoreWriter(key, type) {
                @Override
                protected void write(Chunk chunk) throws IOException {
                    try {
                        accepting.accept(chunk);
                    } catch (RuntimeException | IOException failure) {
                        throw failure;
                    } catch (Exception failure) {
                        throw new IOException(failure);
                    }
                }

                @Override
                protected void finish() {}

                @Override
                protected void discard() {}
            };
        }

        @Override
        public List<StoreKey> list() {
            return List.of();
        }

        @Override
        public boolean remove(StoreKey key) {
            return false;
        }

        @Override
        public void close() {}
    }

    /// Remembers something, so it is a stage of its own that looks at the chunks of the source where they lie; waits
    /// in its fourth chunk.
    private final class Slow extends StreamingPlugin {
        @Override
        public PluginSpec spec() {
            return PluginSpec.provides("slow", TestPlugin.INSTANTS)
                    .dependsOn("raw")
                    .stateful();
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) throws Exception {
            Records records = in.records();
            if (in.chunk().number() == 3) {
                long before = firstTime(records);
                inside.countDown();
                resume.await();
                seen.complete(List.of(before, firstTime(records)));
            }
            out.records(records.count()).copyFrom(0, records, 0, records.count());
        }

        /// Read beneath the guards of checked mode: what lies in memory.
        private static long firstTime(Records records) {
            return records.segment().get(ValueLayout.JAVA_LONG_UNALIGNED, records.byteOffset());
        }
    }

    /// E2: a saver that gives up in the middle of a run takes no memory from under the plugin.
    @Test
    void aSaverThatGivesUpFreesNothingThatAPluginLooksAt() throws Exception {
        Forgetful store = new Forgetful(chunk -> {
            inside.await();
            throw new IOException("no space left on device");
        });
        CountDownLatch ringsFilledAnew = new CountDownLatch(200);
        try (Context context = Context.create()
                .register(TestSource.of("raw", CHUNKS), new Slow())
                .store(store)) {
            List<ChunkStream> streams = context.streaming("run")
                    .workers(1)
                    .chunkRecords(8)
                    .memory(1 << 20)
                    .keep("slow")
                    .getStreams("raw", "slow");
            ChunkStream raw = streams.getFirst();
            streams.getLast().close();
            Thread reader = Thread.ofPlatform().start(() -> {
                for (Chunk chunk : raw) {
                    assertTrue(chunk.length() >= 0);
                    ringsFilledAnew.countDown();
                }
            });
            assertTrue(inside.await(20, TimeUnit.SECONDS));
            assertFalse(ringsFilledAnew.await(300, TimeUnit.MILLISECONDS), "the slots were filled anew");
            resume.countDown();
            assertEquals(1, seen.get(20, TimeUnit.SECONDS).stream().distinct().count());
            reader.join();
            raw.close();
        }
    }

    /// E3: whatever the thread that saves dies of is reported.
    @Test
    void anErrorOfAStoreIsToldAndTheRunGoesOn() {
        Forgetful store = new Forgetful(chunk -> {
            throw new StackOverflowError();
        });
        try (Context context = Context.create()
                .register(TestSource.of("raw", CHUNKS), TestPlugin.of("copy", "raw"))
                .store(store)) {
            ChunkStream stream = context.streaming("run").keep("copy").getStream("copy");
            long chunks = 0;
            for (Iterator<Chunk> each = stream.iterator(); each.hasNext(); each.next()) {
                chunks++;
            }
            assertEquals(CHUNKS, chunks);
            stream.close();
            String warnings = stream.summary().warnings().toString();
            assertTrue(warnings.contains("not kept in store forgetful: java.lang.StackOverflowError"), warnings);
        }
    }
}
