package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.ChunkInput;
import dev.sluice.plugin.ChunkOutput;
import dev.sluice.plugin.ExecutorType;
import dev.sluice.plugin.Option;
import dev.sluice.plugin.OptionValues;
import dev.sluice.plugin.PluginContext;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.plugin.Requirements;
import dev.sluice.plugin.StreamingPlugin;
import dev.sluice.source.RecordSource;
import dev.sluice.store.MemoryStore;
import dev.sluice.stream.ChunkStream;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is set for a plugin is what it runs with: number and kind of threads, size of chunks. In WaveformAnalysis the
/// context passed its own silently, and wrote them into the plugin.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class PluginSettingsTest {
    /// Copies, and remembers how it was called.
    private static final class Watching extends StreamingPlugin {
        private final PluginSpec spec;
        private final Set<Long> sizes = ConcurrentHashMap.newKeySet();
        private final Set<Boolean> virtual = ConcurrentHashMap.newKeySet();
        private final AtomicInteger prepared = new AtomicInteger();

        Watching(PluginSpec spec) {
            this.spec = spec;
        }

        static Watching asking() {
            return new Watching(PluginSpec.provides("seen", TestPlugin.INSTANTS).dependsOn("hits"));
        }

        @Override
        public PluginSpec spec() {
            return spec;
        }

        @Override
        public Object prepare(PluginContext context) {
            prepared.incrementAndGet();
            virtual.add(Thread.currentThread().isVirtual());
            return null;
        }

        @Override
        public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
            sizes.add(in.records().count());
            virtual.add(Thread.currentThread().isVirtual());
            Instants.copy(in, out);
        }
    }

    private static Context context(Watching plugin) {
        return Context.create().register(new RecordSource("hits", Instants.every(10, 0, 1200)), plugin);
    }

    /// Reads a run to its end; every worker has prepared itself once the stream is closed.
    private static void read(StreamingContext streaming) {
        try (ChunkStream stream = streaming.getStream("seen")) {
            assertEquals(1200, Instants.times(stream).size());
        }
    }

    @Test
    void whatThePluginAsksForIsWhatRuns() {
        Watching plugin = new Watching(
                Watching.asking().spec().maxWorkers(3).chunkSize(40).executorType(ExecutorType.VIRTUAL));
        try (Context context = context(plugin)) {
            read(context.streaming("run").workers(1).chunkRecords(100));
        }
        assertEquals(3, plugin.prepared.get());
        assertEquals(Set.of(40L), plugin.sizes);
        assertEquals(Set.of(true), plugin.virtual);
    }

    @Test
    void whatIsSetForTheContextGoesBeforeThePlugin() {
        Watching plugin = new Watching(Watching.asking().spec().maxWorkers(3).chunkSize(40));
        try (Context context = context(plugin)) {
            context.pluginSettings("seen").workers(2).chunkSize(60).executor(ExecutorType.VIRTUAL);
            read(context.streaming("run").workers(1));
        }
        assertEquals(2, plugin.prepared.get());
        assertEquals(Set.of(60L), plugin.sizes);
        assertEquals(Set.of(true), plugin.virtual);
    }

    @Test
    void whatIsSetForTheRunGoesBeforeTheContextAndOtherRunsKeepTheirs() {
        Watching plugin = new Watching(Watching.asking().spec().maxWorkers(3).chunkSize(40));
        try (Context context = context(plugin)) {
            context.pluginSettings("seen").workers(2).chunkSize(60);
            StreamingContext streaming = context.streaming("run").workers(1);
            streaming.plugin("seen").workers(4).chunkSize(30).executor(ExecutorType.VIRTUAL);
            read(streaming);
            assertEquals(4, plugin.prepared.get());
            assertEquals(Set.of(30L), plugin.sizes);
            assertEquals(Set.of(true), plugin.virtual);
            plugin.sizes.clear();
            plugin.virtual.clear();
            read(context.streaming("other").workers(1));
            assertEquals(4 + 2, plugin.prepared.get());
            assertEquals(Set.of(60L), plugin.sizes);
            assertEquals(Set.of(false), plugin.virtual);
        }
    }

    @Test
    void whatIsNotSetStaysAsThePluginAsks() {
        Watching plugin = new Watching(Watching.asking().spec().maxWorkers(3).chunkSize(40));
        try (Context context = context(plugin)) {
            StreamingContext streaming = context.streaming("run").workers(1);
            streaming.plugin("seen").workers(2);
            read(streaming);
        }
        assertEquals(2, plugin.prepared.get());
        assertEquals(Set.of(40L), plugin.sizes);
    }

    @Test
    void nothingIsWrittenBackToThePlugin() {
        Watching plugin = Watching.asking();
        PluginSpec before = plugin.spec();
        try (Context context = context(plugin)) {
            StreamingContext streaming = context.streaming("run");
            streaming.plugin("seen").workers(2).chunkSize(30).executor(ExecutorType.VIRTUAL);
            read(streaming);
            assertSame(before, plugin.spec());
            assertTrue(plugin.spec().demand().isLocal());
            assertSame(plugin, context.plugin("seen"));
        }
    }

    @Test
    void aPluginThatIsNotParallelHasOneWorker() {
        Watching plugin = Watching.asking();
        try (Context context = context(plugin)) {
            StreamingContext streaming = context.streaming("run").workers(4);
            streaming.plugin("seen").parallel(false);
            read(streaming);
        }
        assertEquals(1, plugin.prepared.get());
    }

    @Test
    void aSourceIsAskedForTheChunksThatAreSet() {
        Watching plugin = Watching.asking();
        try (Context context = context(plugin)) {
            StreamingContext streaming = context.streaming("run").chunkRecords(100);
            streaming.plugin("hits").chunkSize(50).executor(ExecutorType.VIRTUAL);
            read(streaming);
        }
        assertEquals(Set.of(50L), plugin.sizes);
        assertEquals(Set.of(false), plugin.virtual);
    }

    @Test
    void workersThatCannotBeHadAreRefusedAndNotPassedOver() {
        Watching plugin = new Watching(Watching.asking().spec().stateful());
        try (Context context = context(plugin).register(new Total("total", "hits"))) {
            for (String dataType : List.of("seen", "hits", "total")) {
                StreamingContext streaming = context.streaming("run");
                streaming.plugin(dataType).workers(2);
                IllegalArgumentException refused =
                        assertThrows(IllegalArgumentException.class, () -> streaming.getStream(dataType));
                assertTrue(refused.getMessage().startsWith("workers=2 of " + dataType), refused.getMessage());
                streaming.plugin(dataType).workers(1);
                streaming.getStream(dataType).close();
            }
        }
    }

    @Test
    void wrongSettingsAreRefusedWhereTheyAreMade() {
        try (Context context = context(Watching.asking())) {
            PluginSettings settings = context.streaming("run").plugin("seen");
            assertThrows(IllegalArgumentException.class, () -> settings.workers(0));
            assertThrows(IllegalArgumentException.class, () -> settings.chunkSize(0));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> context.streaming("run").plugin("sean"));
            assertThrows(IllegalArgumentException.class, () -> context.pluginSettings("sean"));
        }
    }

    @Test
    void processesAreRefusedAndSaidToComeLater() {
        try (Context context = context(Watching.asking())) {
            PluginSettings settings = context.streaming("run").plugin("seen");
            String message = assertThrows(IllegalArgumentException.class, () -> settings.executor(ExecutorType.PROCESS))
                    .getMessage();
            assertTrue(message.contains("not there yet") && message.contains("THREAD"), message);
        }
    }

    @Test
    void aSizeOfChunksThatIsSetLeavesARangeOfTimePushedDown() {
        try (Context context = context(Watching.asking())) {
            StreamingContext streaming = context.streaming("run").chunkRecords(10);
            streaming.plugin("seen").chunkSize(7);
            try (ChunkStream stream = streaming.getStream("seen", TimeRange.of(6000, 6100))) {
                assertEquals(10, Instants.times(stream).size());
                assertEquals(10, stream.summary().records());
            }
        }
    }

    /// A plugin whose demand depends on its options.
    @Test
    void settingsAreLaidOverWhatThePluginDemandsWithItsOptions() {
        Option<Long> size = Option.integer("size", 0, "records per chunk");
        Set<Long> sizes = ConcurrentHashMap.newKeySet();
        AtomicInteger prepared = new AtomicInteger();
        StreamingPlugin sized = new StreamingPlugin() {
            @Override
            public PluginSpec spec() {
                return PluginSpec.provides("seen", TestPlugin.INSTANTS)
                        .dependsOn("hits")
                        .options(size);
            }

            @Override
            public Requirements demand(OptionValues options) {
                return spec().demand().chunks(options.get(size));
            }

            @Override
            public Object prepare(PluginContext context) {
                prepared.incrementAndGet();
                return null;
            }

            @Override
            public void computeChunk(ChunkInput in, ChunkOutput out, PluginContext context) {
                sizes.add(in.records().count());
                Instants.copy(in, out);
            }
        };
        RecordSource hits = new RecordSource("hits", Instants.every(10, 0, 1200));
        try (Context context = Context.create().register(hits, sized).set("seen.size", 40L)) {
            StreamingContext streaming = context.streaming("run").workers(1);
            streaming.plugin("seen").workers(2);
            read(streaming);
        }
        assertEquals(Set.of(40L), sizes);
        assertEquals(2, prepared.get());
    }

    @Test
    void aSizeThatIsSetForAPluginThatAsksForOneTellsItsResultsApartAndNoOthers() {
        try (MemoryStore store = new MemoryStore(1 << 20);
                Context context = context(Watching.asking()).store(store)) {
            StreamingContext streaming = context.streaming("run").keep("hits").chunkRecords(10);
            streaming.plugin("seen").chunkSize(7);
            read(streaming);
            assertTrue(context.isStored("run", "hits"));
            assertFalse(context.isStored("run", "seen"));
            StreamingContext other = context.streaming("run").chunkRecords(10);
            other.plugin("seen").chunkSize(9).workers(2);
            try (ChunkStream stream = other.getStream("seen", TimeRange.of(6000, 6100))) {
                assertEquals(10, Instants.times(stream).size());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ExecutorType.class,
            names = {"THREAD", "VIRTUAL"})
    void theBytesAreTheSameWhateverIsSet(ExecutorType kind) {
        try (Context context = context(Watching.asking())) {
            StreamingContext streaming = context.streaming("run");
            streaming.plugin("seen").workers(3).chunkSize(7).executor(kind);
            try (ChunkStream plain = context.streaming("run").getStream("seen", TimeRange.of(95, 9000));
                    ChunkStream set = streaming.getStream("seen", TimeRange.of(95, 9000))) {
                assertEquals(Instants.times(plain), Instants.times(set));
            }
        }
    }
}
