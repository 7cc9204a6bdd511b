package dev.sluice.context;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.chunk.Chunk;
import dev.sluice.chunk.TimeRange;
import dev.sluice.plugin.FailurePolicy;
import dev.sluice.plugin.KeepPolicy;
import dev.sluice.plugin.Plugin;
import dev.sluice.plugin.PluginSpec;
import dev.sluice.store.MemoryStore;
import dev.sluice.stream.ChunkStream;
import dev.sluice.stream.PipelineException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a context keeps in its stores, and loads from them rather than compute it.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class KeepingTest {
    private final MemoryStore store = new MemoryStore(1 << 20);
    private final TestSource raw = TestSource.losing("raw");
    private final Counting left = new Counting("left", "raw");
    private final Counting right = new Counting("right", "raw");
    private final Counting end = new Counting("end", "left", "right");

    @AfterEach
    void closeStore() {
        store.close();
    }

    private Context diamond() {
        return Context.create().register(raw, left, right, end).store(store);
    }

    /// Every chunk in words, with its values and losses.
    private static List<String> read(Context context, String dataType, String... kept) {
        return read(context.streaming("run").keep(kept), dataType, TimeRange.UNBOUNDED);
    }

    private static List<String> read(StreamingContext streaming, String dataType, TimeRange range) {
        try (ChunkStream stream = streaming.getStream(dataType, range)) {
            return words(stream);
        }
    }

    private static List<String> words(ChunkStream stream) {
        List<String> words = new ArrayList<>();
        for (Chunk chunk : stream) {
            StringBuilder values = new StringBuilder();
            for (long i = 0; i < chunk.length(); i++) {
                values.append(' ').append(TestPlugin.INSTANTS.longField("value").get(chunk.records(), i));
            }
            words.add(chunk + values.toString() + " " + chunk.losses());
        }
        return words;
    }

    private List<Integer> computed() {
        return Stream.of(left, right, end).map(Counting::chunks).toList();
    }

    @Test
    void targetThatIsStoredIsLoadedAndNothingAboveItIsOpened() {
        try (Context context = diamond()) {
            List<String> first = read(context, "end");
            assertEquals(List.of(4, 4, 4), computed());
            assertTrue(context.isStored("run", "end"));
            assertFalse(context.isStored("run", "left"));
            assertFalse(context.isStored("other_run", "end"));
            assertEquals(first, read(context, "end"));
            assertEquals(List.of(0, 0, 0), computed());
            assertEquals(1, raw.opened());
        }
    }

    @Test
    void changeOfOneOptionRecomputesExactlyItsDescendants() {
        try (Context context = diamond()) {
            List<String> before = read(context, "end", "left", "right", "raw");
            assertEquals(List.of(4, 4, 4), computed());
            context.set("left.gain", 5);
            List<String> after = read(context, "end", "left");
            assertEquals(List.of(4, 0, 4), computed());
            assertFalse(before.equals(after));
            context.set("end.gain", 7);
            read(context, "end");
            assertEquals(List.of(0, 0, 4), computed());
            context.set("left.gain", 1).set("end.gain", 1);
            assertEquals(before, read(context, "end"));
            assertEquals(List.of(0, 0, 0), computed());
            assertEquals(1, raw.opened());
        }
    }

    @Test
    void contextsWithEqualConfigurationShareOneStore() {
        List<String> first;
        try (Context context = diamond()) {
            first = read(context, "end");
        }
        computed();
        try (Context other = Context.create()
                .register(new Counting("end", "left", "right"), right, left, TestSource.losing("raw"))
                .store(store)) {
            assertEquals(first, read(other, "end"));
        }
        assertEquals(List.of(0, 0, 0), computed());
    }

    @Test
    void targetAndAllThatIsKeptAreComputedInOnePass() {
        try (Context context = diamond()) {
            read(context, "end", "raw", "left", "right");
            assertEquals(1, raw.opened());
            assertEquals(List.of(4, 4, 4), computed());
            for (String dataType : List.of("raw", "left", "right", "end")) {
                assertTrue(context.isStored("run", dataType), dataType);
            }
        }
    }

    @Test
    void lossesAndEmptyChunksSurviveTheRoundTrip() {
        try (Context context = diamond()) {
            List<String> computed = read(context, "left");
            assertTrue(computed.get(2).contains(TestSource.LOSS.toString()), computed.toString());
            assertTrue(computed.get(1).contains(" 0 records"), computed.toString());
            assertEquals(computed, read(context, "left"));
            assertEquals(List.of(4, 0, 0), computed());
        }
    }

    @Test
    void streamThatIsClosedEarlyKeepsNothing() {
        try (Context context = diamond()) {
            try (ChunkStream stream = context.streaming("run").keep("left").getStream("end")) {
                Iterator<Chunk> chunks = stream.iterator();
                chunks.next();
            }
            assertEquals(List.of(), store.list());
            assertEquals(0, store.usedBytes());
            assertEquals(4, read(context, "end").size());
            assertTrue(context.isStored("run", "end"));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void closingAtAnyPointKeepsAllOrNothing(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 100; run++) {
            TestSource source = TestSource.of("raw", 1 + random.nextInt(40));
            int chunks = random.nextInt(50);
            try (MemoryStore empty = new MemoryStore(1 << 20);
                    Context context =
                            Context.create().register(source, left, right, end).store(empty)) {
                int read = 0;
                boolean whole = false;
                try (ChunkStream stream = context.streaming("run")
                        .workers(1 + random.nextInt(3))
                        .keep("raw", "left", "right")
                        .getStream("end")) {
                    Iterator<Chunk> pass = stream.iterator();
                    while (read < chunks && !whole) {
                        whole = !pass.hasNext();
                        if (!whole) {
                            pass.next();
                            read++;
                        }
                    }
                }
                assertEquals(whole ? 4 : 0, empty.list().size(), "seed=" + seed + ", run=" + run + ", read=" + read);
                assertEquals(whole, empty.usedBytes() > 0, "seed=" + seed + ", run=" + run + ", read=" + read);
            }
        }
    }

    @Test
    void contextThatIsClosedUnderAStreamKeepsNothing() {
        Context context = diamond();
        context.streaming("run").getStream("end");
        context.close();
        assertEquals(List.of(), store.list());
        assertEquals(0, store.usedBytes());
    }

    @Test
    void ofTwoTargetsTheOneThatIsReadToItsEndIsKept() {
        try (Context context = diamond()) {
            List<ChunkStream> streams = context.streaming("run").getStreams("left", "right");
            streams.get(1).close();
            try (ChunkStream all = streams.get(0)) {
                words(all);
            }
            assertTrue(context.isStored("run", "left"));
            assertFalse(context.isStored("run", "right"));
            assertEquals(1, store.list().size());
        }
    }

    @Test
    void runThatFailsKeepsNothing() {
        try (Context context = Context.create()
                .register(raw, left, right, new Counting("end", "left", "right").failingAt(31))
                .store(store)) {
            assertThrows(PipelineException.class, () -> read(context, "end", "left"));
            assertEquals(List.of(), store.list());
            assertEquals(0, store.usedBytes());
        }
    }

    @Test
    void runWithSkippedChunksIsNotKeptAndSaysSo() {
        try (Context context = Context.create()
                .register(raw, left, right, new Counting("end", "left", "right").failingAt(31))
                .store(store)) {
            ChunkStream stream = context.streaming("run")
                    .onError(FailurePolicy.SKIP)
                    .keep("left")
                    .getStream("end");
            try (stream) {
                assertEquals(4, words(stream).size());
            }
            assertEquals(List.of(), store.list());
            String warnings = stream.summary().warnings().toString();
            assertTrue(warnings.contains("left is not kept, because 1 chunks"), warnings);
        }
    }

    @Test
    void partOfARunIsNotKeptButIsReadFromTheWhole() {
        TimeRange part = TimeRange.of(150, 350);
        try (Context context = diamond()) {
            List<String> computed = read(context.streaming("run"), "end", part);
            assertEquals(List.of(), store.list());
            read(context, "end");
            computed();
            long before = store.chunksRead();
            assertEquals(computed, read(context.streaming("run"), "end", part));
            assertEquals(List.of(0, 0, 0), computed());
            assertEquals(3, store.chunksRead() - before);
        }
    }

    @Test
    void storeThatFailsIsWarnedOfAndTheRunGoesOn() {
        try (MemoryStore tiny = new MemoryStore(300);
                Context context = Context.create().register(raw, left).store(tiny, store)) {
            ChunkStream stream = context.streaming("run").getStream("left");
            try (stream) {
                assertEquals(4, words(stream).size());
            }
            String warnings = stream.summary().warnings().toString();
            assertTrue(warnings.contains("is not kept in store memory"), warnings);
            assertEquals(List.of(), tiny.list());
            assertEquals(1, store.list().size());
        }
    }

    @Test
    void requiredStoreThatFailsFailsTheRun() {
        try (MemoryStore tiny = new MemoryStore(300);
                Context context = Context.create().register(raw, left).requiredStore(tiny)) {
            ChunkStream stream = context.streaming("run").getStream("left");
            words(stream);
            UncheckedIOException failure = assertThrows(UncheckedIOException.class, stream::close);
            assertTrue(failure.getMessage().contains("is not kept in store memory"), failure.getMessage());
        }
    }

    @Test
    void keyThatAnotherRunIsWritingIsWarnedOf() {
        try (Context context = diamond();
                Context other = diamond();
                ChunkStream writing = context.streaming("run").getStream("end")) {
            ChunkStream second = other.streaming("run").getStream("end");
            try (second) {
                words(second);
            }
            String warnings = second.summary().warnings().toString();
            assertTrue(warnings.contains("is being written already"), warnings);
            words(writing);
        }
        assertEquals(1, store.list().size());
    }

    @Test
    void policyOfThePluginDecidesWhatIsKept() {
        assertEquals(List.of(), kept(KeepPolicy.NEVER, "left"));
        assertEquals(List.of(), kept(KeepPolicy.EXPLICIT, "left"));
        assertEquals(List.of("left"), kept(KeepPolicy.EXPLICIT, "left", "left"));
        assertEquals(List.of("left"), kept(KeepPolicy.TARGET, "left"));
        assertEquals(List.of("after"), kept(KeepPolicy.TARGET, "after"));
        assertEquals(List.of("after", "left"), kept(KeepPolicy.TARGET, "after", "left"));
        assertEquals(List.of("after", "left"), kept(KeepPolicy.ALWAYS, "after"));
        assertEquals(List.of(), kept(KeepPolicy.ALWAYS, "raw"));
        assertEquals(List.of("raw"), kept(KeepPolicy.ALWAYS, "raw", "raw"));
        IllegalArgumentException never =
                assertThrows(IllegalArgumentException.class, () -> kept(KeepPolicy.NEVER, "after", "left"));
        assertTrue(never.getMessage().contains("left is never kept"), never.getMessage());
    }

    private List<String> kept(KeepPolicy ofLeft, String target, String... asked) {
        Plugin after = new Counting("after", "left");
        try (MemoryStore empty = new MemoryStore(1 << 20);
                Context context =
                        Context.create().register(raw, left.keep(ofLeft), after).store(empty)) {
            read(context, target, asked);
            return empty.list().stream().map(key -> key.dataType()).sorted().toList();
        }
    }

    @Test
    void otherOutputOfAComputedPluginIsKeptIfItAlwaysIs() {
        Plugin two = TwoOutputs.plugin(spec -> spec.keep("rest", KeepPolicy.ALWAYS));
        try (Context context = Context.create().register(raw, two).store(store)) {
            List<String> first = read(context, "main");
            assertTrue(context.isStored("run", "main"));
            assertTrue(context.isStored("run", "rest"));
            assertEquals(first, read(context, "main"));
            assertEquals(4, read(context, "rest").size());
            assertEquals(1, raw.opened());
        }
    }

    @Test
    void outputThatIsStoredServesWhoeverNeedsItThoughItsSiblingIsComputed() {
        Plugin two = TwoOutputs.plugin(spec -> spec);
        try (Context context = Context.create()
                .register(raw, two, new Counting("sum", "main", "rest"))
                .store(store)) {
            read(context, "main");
            List<String> sum = read(context, "sum");
            try (Context without = Context.create().register(raw, two, new Counting("sum", "main", "rest"))) {
                assertEquals(read(without, "sum"), sum);
            }
        }
    }

    @Test
    void explanationNamesWhatDiffersInTheStoredLineage() {
        try (Context context = diamond()) {
            StreamingContext streaming = context.streaming("run");
            assertTrue(streaming.explain("end").contains("is nothing of run run and type end"));
            read(context, "end");
            assertTrue(streaming.explain("end").contains("is stored"), streaming.explain("end"));
            context.set("left.gain", 3);
            String why = streaming.explain("end");
            assertTrue(why.contains("option gain of Counting is 1, wanted is 3"), why);
        }
        try (Context context = Context.create().register(raw)) {
            String why = context.streaming("run").explain("raw");
            assertTrue(why.contains("no store"), why);
        }
    }

    @Test
    void planShowsWhatIsLoaded() {
        try (Context context = diamond()) {
            read(context, "end");
            String stage = context.streaming("run")
                    .plan(List.of("end"), TimeRange.UNBOUNDED)
                    .stages()
                    .get(0)
                    .name();
            assertTrue(stage.startsWith("stored run-end-"), stage);
        }
    }

    @Test
    void keepingOfWhatThePluginDoesNotProvideIsRefused() {
        PluginSpec spec = PluginSpec.provides("one", TestPlugin.INSTANTS);
        assertThrows(IllegalArgumentException.class, () -> spec.keep("two", KeepPolicy.ALWAYS));
    }
}
